-- What each owner is accountable for: its cells of every object that resolves to it, groups included; and the required
-- cells that the plan in force names it for.
create or replace view v_coverage_by_owner as
select
  w.code::text as owner,
  w.name as owner_name,
  w.alive,
  count(e.object_ref) as accountable_cells,
  count(*) filter (where e.resolution = 'direct') as direct,
  count(*) filter (where e.resolution = 'inherited') as inherited,
  coalesce(max(p.cells), 0) as planned_cells
from v_governance_owner w
left join v_object_effective_owner e on e.owner_gov_code = w.code
left join (
  select planned_owner, sum(objects)::bigint as cells from class_cell() where planned_owner is not null
    group by planned_owner
) p on p.planned_owner = w.code
group by w.code, w.name, w.alive, w.status
having w.status = 'active' or count(e.object_ref) > 0;
