-- Coverage per object, with its cells: { scope: { state, owner, planned_owner } }.
create or replace view v_coverage_by_object as
select
  object_type,
  object_ref,
  group_code,
  count(*) as scopes_required,
  count(*) filter (where state in ('owned_direct', 'owned_inherited')) as scopes_covered,
  count(*) filter (where state = 'gap') as scopes_gap,
  array_agg(distinct state order by state) as states,
  array_agg(distinct owner_gov_code::text) filter (where owner_gov_code is not null) as owners,
  jsonb_object_agg(scope, jsonb_build_object('state', state, 'owner', owner_gov_code, 'planned_owner',
    planned_owner)) as cells
from v_object_cell
group by object_type, object_ref, group_code;
