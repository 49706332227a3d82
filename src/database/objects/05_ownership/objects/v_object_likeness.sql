-- Every object with what it is resolved by: its parents, and itself (`own`) where it has an owner row, a waiver or an
-- exception in the plan of its own. Objects that agree in both resolve alike. Written so that what most objects are, a
-- collection in its group and nothing else, takes one pass over the registry.
create or replace view v_object_likeness as
with particular as (
  select object_type, object_ref from governance_object_ownership
  union
  select object_type, object_ref from governance_owner_waiver
  union
  select 'collection'::text as object_type, jsonb_object_keys(current_plan() -> 'exceptions') as object_ref
),
special as materialized (
  select
    n.object_type,
    n.object_ref,
    coalesce(array_agg(distinct array[e.parent_type, e.parent_ref]) filter (where e.parent_ref is not null),
      '{}') as parents,
    case when bool_or(n.particular) then array[n.object_type, n.object_ref] else '{}' end as own
  from (
    select object_type, object_ref, true as particular from particular
    union all
    select child_type as object_type, child_ref as object_ref, false as particular from governance_containment
  ) n
  left join lateral (
    select e.parent_type, e.parent_ref
    from v_governance_object_containment e
    where e.object_type = n.object_type and e.object_ref = n.object_ref
    offset 0 -- by index, see object_ancestor()
  ) e on true
  group by n.object_type, n.object_ref
)
select
  i.object_type,
  i.object_ref,
  true as required,
  case when s.object_ref is not null then s.parents
    when i.group_code is null then '{}' else array[array['group', i.group_code]] end as parents,
  coalesce(s.own, '{}') as own
from v_governance_object_inventory i
left join special s on s.object_type = i.object_type and s.object_ref = i.object_ref
union all
select o.object_type, o.object_ref, false as required, coalesce(s.parents, '{}') as parents,
  coalesce(s.own, '{}') as own
from (
  select 'group'::text as object_type, code::text as object_ref from governance_group
  union
  select parent_type as object_type, parent_ref as object_ref from governance_containment
  union
  select object_type, object_ref from special
) o
left join special s on s.object_type = o.object_type and s.object_ref = o.object_ref
-- The inventory holds collections: it need not be looked into for anything else.
where o.object_type <> 'collection' or not exists (
  select from v_governance_object_inventory i where i.object_type = o.object_type and i.object_ref = o.object_ref
);
