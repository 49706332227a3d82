-- What a run looked at: the fingerprint of the source at that moment.
create table governance_snapshot (
  id bigint generated always as identity constraint governance_snapshot_pkey primary key,
  scope text not null,
  fingerprint text not null constraint governance_snapshot_fingerprint_check check (fingerprint ~ '^[0-9a-f]{64}$'),
  taken_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  created_by text not null
);
create index ix_governance_snapshot_scope on governance_snapshot (scope, id desc);
