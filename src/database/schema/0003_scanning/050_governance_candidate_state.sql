-- What a scan concluded about a group. There is no "checked" flag: clean decays (dirty, stale_after, new ruleset).
create table governance_candidate_state (
  group_key text not null,
  ruleset_version text not null
    constraint governance_candidate_state_ruleset_version_fkey references governance_ruleset (ruleset_version),
  source_snapshot_ref bigint not null
    constraint governance_candidate_state_source_snapshot_ref_fkey references governance_snapshot (id),
  candidate_verdict text not null constraint governance_candidate_state_verdict_check check (
    candidate_verdict in ('relevant', 'not_relevant', 'class_0', 'deferred_birth', 'retired', 'needs_input', 'unknown')
  ),
  input_quality_state text,
  dirty boolean not null default false,
  dirty_reason text,
  dirtied_at timestamptz,
  depends_on jsonb,
  scan_time timestamptz,
  stale_after timestamptz,
  recompute_status text,
  risk_class text,
  coverage_required boolean,
  coverage_scan_ref text,
  issue_ref text,
  last_run_id text constraint governance_candidate_state_last_run_id_fkey references candidate_scan_run (run_id),
  evidence_fingerprint text,
  owner_scope text,
  audit_ref text,
  lifecycle_status text not null default 'active'
    constraint governance_candidate_state_lifecycle_status_check check (lifecycle_status in ('active', 'superseded', 'retired')),
  created_at timestamptz not null default now(),
  created_by text not null,
  updated_at timestamptz not null default now(),
  constraint governance_candidate_state_pkey primary key (group_key, ruleset_version)
);
create index ix_candidate_state_dirty on governance_candidate_state (group_key) where dirty;
create index ix_candidate_state_stale_after on governance_candidate_state (stale_after);
create index ix_candidate_state_verdict on governance_candidate_state (candidate_verdict);
