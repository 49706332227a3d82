-- Objects that resolve alike, each with the one that stands for them: what has no owner row, no waiver and no exception
-- in the plan of its own resolves as everything else with the same parents. 10,000 collections in 50 groups are 50
-- resolutions.
create function object_class()
returns table (object_type text, object_ref text, class_type text, class_ref text)
language plpgsql stable
set search_path = :"schema", pg_temp
set enable_nestloop = off
set jit = off
as $$
#variable_conflict use_column
begin
  return query
  with edge as materialized (
    select * from v_governance_object_containment
  ),
  particular as (
    select object_type, object_ref from governance_object_ownership
    union
    select object_type, object_ref from governance_owner_waiver
    union
    select 'collection', jsonb_object_keys(current_plan() -> 'exceptions')
  ),
  object as (
    select object_type, object_ref from v_governance_object_inventory
    union
    select object_type, object_ref from edge
    union
    select parent_type, parent_ref from edge
    union
    select object_type, object_ref from particular
  ),
  contained as (
    select object_type, object_ref, array_agg(array[parent_type, parent_ref] order by parent_type, parent_ref) as parents
    from edge group by object_type, object_ref
  )
  select
    o.object_type,
    o.object_ref,
    first_value(o.object_type) over alike,
    first_value(o.object_ref) over alike
  from object o
  left join contained c on (c.object_type, c.object_ref) = (o.object_type, o.object_ref)
  left join particular p on (p.object_type, p.object_ref) = (o.object_type, o.object_ref)
  window alike as (partition by c.parents, p.object_type, p.object_ref order by o.object_type, o.object_ref);
end
$$;
