-- What object_owner_claim() says of every class of objects in the active scopes, through the object that stands for it.
create function class_claim()
returns table (
  class_type text, class_ref text, scope text, owner_gov_code text, owner_kind text,
  source_anchor_type text, source_anchor_ref text, depth integer, verdict text
)
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
#variable_conflict use_column
begin
  return query
  select
    c.object_type, c.object_ref, c.scope, c.owner_gov_code, c.owner_kind, c.source_anchor_type, c.source_anchor_ref, c.depth, c.verdict
  from (
    select array_agg(class_type) as types, array_agg(class_ref) as refs
    from (select distinct class_type, class_ref from object_class()) k
  ) k,
  object_owner_claim(k.types, k.refs) c
  join governance_responsibility_scope s on s.code = c.scope and s.status = 'active';
end
$$;
