-- One row per scan: the only scanning table that grows when nothing changed.
create table candidate_scan_run (
  run_id text constraint candidate_scan_run_pkey primary key,
  scan_mode text not null constraint candidate_scan_run_scan_mode_check check (scan_mode in ('event_driven', 'incremental', 'periodic_full')),
  worker_name text,
  source_name text,
  source_snapshot_ref bigint
    constraint candidate_scan_run_source_snapshot_ref_fkey references governance_snapshot (id),
  ruleset_version text
    constraint candidate_scan_run_ruleset_version_fkey references governance_ruleset (ruleset_version),
  status text not null constraint candidate_scan_run_status_check check (status in ('running', 'completed', 'failed', 'throttled', 'refused')),
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  groups_scanned bigint not null default 0,
  objects_materialized bigint not null default 0,
  candidates_upserted bigint not null default 0,
  dirty_processed bigint not null default 0,
  heartbeat_ref text,
  error_text text,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  created_by text not null,
  -- Every run cites what it looked at and by which rules, unless it was refused for the lack of one of them.
  constraint candidate_scan_run_source_check check (
    status = 'refused' or (source_snapshot_ref is not null and ruleset_version is not null)
  ),
  constraint candidate_scan_run_reason_check check (status not in ('refused', 'failed') or error_text is not null)
);
create index ix_csr_status on candidate_scan_run (status);
create index ix_csr_started on candidate_scan_run (started_at desc);
create index ix_csr_mode on candidate_scan_run (scan_mode);
