-- Coverage per group of the inventory, and one row for what has no group (group_code is NULL there; `place` never is).
create or replace view v_coverage_by_group as
select
  i.group_code,
  coalesce(i.group_code, '~none') as place,
  g.name as group_name,
  sum(i.objects) filter (where c.first_scope) as objects,
  coalesce(sum(i.objects) filter (where c.state in ('owned_direct', 'owned_inherited')), 0)::bigint as covered,
  coalesce(sum(i.objects) filter (where c.state = 'gap'), 0)::bigint as gap,
  coalesce(sum(i.objects) filter (where c.state = 'waived'), 0)::bigint as waived,
  coalesce(sum(i.objects) filter (where c.state = 'owner_dead'), 0)::bigint as dead,
  coalesce(sum(i.objects) filter (where c.state = 'conflict'), 0)::bigint as conflicts
from (
  select i.group_code, k.class_type, k.class_ref, count(*) as objects
  from v_governance_object_inventory i
  join object_class() k on (k.object_type, k.object_ref) = (i.object_type, i.object_ref)
  group by i.group_code, k.class_type, k.class_ref
) i
join (
  select class_type, class_ref, state, row_number() over (partition by class_type, class_ref
    order by scope) = 1 as first_scope
  from class_cell()
) c on (c.class_type, c.class_ref) = (i.class_type, i.class_ref)
left join governance_group g on g.code::text = i.group_code
group by i.group_code, g.name;
