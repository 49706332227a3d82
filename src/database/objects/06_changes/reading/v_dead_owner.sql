-- Dead owners that matter: they own cells, or may still be given some.
--   retired         the plan in force does not name it any more, and it still owns cells
--   role_missing    its Directus role does not exist any more
--   no_active_user  neither its Directus role nor a role below it has an active user
create or replace view v_dead_owner as
select
  w.code::text as owner,
  w.name as owner_name,
  case when w.status = 'retired' then 'retired' when r.id is null then 'role_missing'
    else 'no_active_user' end as reason,
  w.directus_role,
  r.name as role_name,
  coalesce(c.cells, 0) as cells,
  coalesce(p.cells, 0) as planned_cells
from v_governance_owner w
left join directus_role() r on r.id = w.directus_role
left join (
  select owner_gov_code, sum(objects)::bigint as cells from class_cell() where state = 'owner_dead'
    group by owner_gov_code
) c on c.owner_gov_code = w.code
left join (
  select planned_owner, sum(objects)::bigint as cells from class_cell() where planned_owner is not null
    group by planned_owner
) p on p.planned_owner = w.code
where not w.alive and (w.status = 'active' or c.cells > 0 or p.cells > 0);
