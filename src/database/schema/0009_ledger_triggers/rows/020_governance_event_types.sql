-- The five governance types, inactive: nothing can be emitted until people have ratified it. The contract of a payload is its
-- keys, all of them required, and their types; without one any metadata will do.
insert into event_type_registry
  (event_domain, event_type, event_stream, delivery_lane, default_severity, description, payload_contract, created_by)
values
  ('governance', 'coverage.scan_completed', 'health', 'delayed', 'info', 'A coverage scan has ended.',
    '{"total_cells": "number", "gap_cells": "number", "covered_cells": "number", "coverage_pct": "number", "conflicts": "number", "ruleset_version": "string"}',
    'migration'),
  ('governance', 'candidate.scan_completed', 'health', 'delayed', 'info', 'A candidate scan has ended.',
    '{"groups_scanned": "number", "objects_materialized": "number", "last_run": "string"}', 'migration'),
  ('governance', 'input.untrusted_source', 'alert', 'delayed', 'warning', 'An input came from a source that is not trusted.', '{}', 'migration'),
  ('governance', 'handoff.object_born', 'birth', 'delayed', 'info', 'An object was born and waits for its candidate scan.', '{}', 'migration'),
  ('governance', 'backfill.sweep_completed', 'health', 'delayed', 'info', 'A backfill sweep has ended.', '{}', 'migration');
