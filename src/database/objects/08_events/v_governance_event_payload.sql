-- The governance events that could be told now, in the shape in which they would be emitted, and whether they may be.
-- Reading it writes nothing: neither an event nor an issue.
create or replace view v_governance_event_payload as
select
  t.event_domain, t.event_type, t.event_stream, t.delivery_lane, t.default_severity as event_severity,
  shaped.canonical_address, shaped.actor_ref, 'one_roof' as source_system, shaped.safe_payload,
  t.active as type_active, not t.active as emit_blocked
from (
  select
    'coverage.scan_completed'::text as event_type, 'project:coverage'::text as canonical_address,
    'gov:coverage-scanner'::text as actor_ref,
    jsonb_build_object(
      'total_cells', c.total_cells, 'gap_cells', c.gap_cells, 'covered_cells', c.covered_cells, 'coverage_pct',
      c.coverage_pct,
      'conflicts', c.conflicts, 'ruleset_version', r.ruleset_version
    ) as safe_payload
  from v_coverage_summary c
  join governance_ruleset r on r.status = 'active'
  where c.total_cells > 0
  union all
  select
    'candidate.scan_completed'::text as event_type, 'project:candidates'::text as canonical_address,
    'gov:candidate-scanner'::text as actor_ref,
    jsonb_build_object(
      'groups_scanned', s.groups_scanned, 'objects_materialized', s.objects_materialized, 'last_run', s.run_id
    ) as safe_payload
  from (select * from candidate_scan_run where status = 'completed' order by started_at desc limit 1) s
) as shaped
join event_type_registry t on t.event_domain = 'governance' and t.event_type = shaped.event_type;
