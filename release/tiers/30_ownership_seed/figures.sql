-- What is required (objects × scopes = cells, and the edges of containment that lead out of it), owner rows in force,
-- gaps, conflicts, effective owners.
select
  objects,
  scopes,
  total_cells as cells,
  (select count(*) from v_governance_object_containment
    join v_governance_object_inventory using (object_type, object_ref)) as edges,
  (select count(*) from governance_object_ownership where lifecycle_status = 'active') as own,
  gap_cells as gap,
  (select count(*) from v_object_owner_conflict) as conflict,
  (select count(*) from v_object_effective_owner) as effective
from v_coverage_summary
