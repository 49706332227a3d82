-- What a scan concluded about one object, materialised only for one of four reasons.
create table governance_candidate_object (
  candidate_key text not null,
  materialization_reason text not null constraint governance_candidate_object_materialization_reason_check check (
    materialization_reason in ('indep_authoritative', 'open_finding', 'exception', 'high_risk_write')
  ),
  like governance_candidate_state including defaults including constraints,
  constraint governance_candidate_object_pkey primary key (candidate_key, ruleset_version),
  constraint governance_candidate_object_ruleset_version_fkey
    foreign key (ruleset_version) references governance_ruleset (ruleset_version),
  constraint governance_candidate_object_source_snapshot_ref_fkey
    foreign key (source_snapshot_ref) references governance_snapshot (id),
  constraint governance_candidate_object_last_run_id_fkey
    foreign key (last_run_id) references candidate_scan_run (run_id)
);
