-- The required cells by class: one row for each class of inventory objects and active scope, with how many objects it
-- stands for. Whatever counts cells counts these.
create or replace function class_cell()
returns table (
  class_type text, class_ref text, objects bigint, scope text, scope_sort integer, scope_since timestamptz, state text,
  owner_gov_code text, resolution text, source_anchor_type text, source_anchor_ref text, depth integer,
  last_owner_ended_at timestamptz,
  planned_owner text
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
    select class_type, class_ref, required as objects from resolution_class() where required > 0
  )
  select
    k.class_type, k.class_ref, k.objects, c.scope, c.scope_sort, c.scope_since, c.state,
    c.owner_gov_code, c.resolution, c.source_anchor_type, c.source_anchor_ref, c.depth, c.last_owner_ended_at,
    p.owner_gov_code
  from (select array_agg(class_type) as types, array_agg(class_ref) as refs from class) every
  cross join object_cell(every.types, every.refs) c
  join class k on (k.class_type, k.class_ref) = (c.object_type, c.object_ref)
  left join (
    select planned.*
    from (select array_agg(class_type) as types, array_agg(class_ref) as refs from class) every
    cross join planned_owner(every.types, every.refs) planned
  ) p on (p.object_type, p.object_ref, p.scope) = (c.object_type, c.object_ref, c.scope);
end
$$;
