-- One row: the inventory counted by cell state. `coverage_pct` is NULL where nothing is required.
create or replace view v_coverage_summary as
select
  (select count(*) from v_governance_object_inventory) as objects,
  (select count(*) from governance_responsibility_scope where status = 'active') as scopes,
  total_cells,
  covered_cells,
  gap_cells,
  waived_cells,
  dead_cells,
  conflicts,
  (
    select count(*) from governance_object_ownership
    where is_inherited_anchor and owner_kind = 'accountable' and lifecycle_status = 'active'
  ) as ownership_anchors,
  round(100.0 * covered_cells / nullif(total_cells, 0), 2) as coverage_pct,
  planned_cells
from (
  select
    coalesce(sum(objects), 0)::bigint as total_cells,
    coalesce(sum(objects) filter (where state in ('owned_direct', 'owned_inherited')), 0)::bigint as covered_cells,
    coalesce(sum(objects) filter (where state = 'gap'), 0)::bigint as gap_cells,
    coalesce(sum(objects) filter (where state = 'waived'), 0)::bigint as waived_cells,
    coalesce(sum(objects) filter (where state = 'owner_dead'), 0)::bigint as dead_cells,
    coalesce(sum(objects) filter (where state = 'conflict'), 0)::bigint as conflicts,
    coalesce(sum(objects) filter (where planned_owner is not null), 0)::bigint as planned_cells
  from class_cell()
) as counted;
