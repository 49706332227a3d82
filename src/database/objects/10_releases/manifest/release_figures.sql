-- The figures that a release is about, as they are now: what is required, owner rows in force, gaps, conflicts, effective
-- owners, governance events in the outbox whose type nobody ratified.
create or replace function release_figures() returns jsonb
language sql stable
set search_path = :"schema", pg_temp
as $$
  select jsonb_build_object(
    'objects', objects,
    'scopes', scopes,
    'cells', total_cells,
    'edges', (select count(*) from v_governance_object_containment join v_governance_object_inventory using (object_type, object_ref)),
    'own', (select count(*) from governance_object_ownership where lifecycle_status = 'active'),
    'gap', gap_cells,
    'conflict', (select count(*) from v_object_owner_conflict),
    'effective', (select count(*) from v_object_effective_owner),
    'outbox', unratified_events())
  from v_coverage_summary
$$;
