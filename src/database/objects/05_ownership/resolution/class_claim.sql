-- What object_owner_claim() says of every class of objects in the active scopes, through the object that stands for it.
create or replace function class_claim()
returns table (
  class_type text, class_ref text, objects bigint, scope text, owner_gov_code text, owner_kind text,
  source_anchor_type text, source_anchor_ref text, depth integer, verdict text
)
language plpgsql stable
set search_path = :"schema", pg_temp
set enable_nestloop = off
set jit = off
as $$
#variable_conflict use_column
begin
  return query
  with class as materialized (
    select class_type, class_ref, objects from resolution_class()
  )
  select
    c.object_type, c.object_ref, k.objects, c.scope, c.owner_gov_code, c.owner_kind, c.source_anchor_type,
    c.source_anchor_ref, c.depth, c.verdict
  from (select array_agg(class_type) as types, array_agg(class_ref) as refs from class) every
  cross join object_owner_claim(every.types, every.refs) c
  join class k on (k.class_type, k.class_ref) = (c.object_type, c.object_ref)
  join governance_responsibility_scope s on s.code = c.scope and s.status = 'active';
end
$$;
