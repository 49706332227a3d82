-- A rehearsal of one exact packet on a clone, by its three fingerprints. Production is compared with them; they authorise nothing.
create table governance_rehearsal (
  id bigint generated always as identity constraint governance_rehearsal_pkey primary key,
  release_code governance_code not null,
  packet_tree_sha256 text not null constraint governance_rehearsal_packet_check check (packet_tree_sha256 ~ '^[0-9a-f]{64}$'),
  -- TXN: applied and taken back in one transaction that was rolled back. SNAP: committed, and restored.
  mode text not null constraint governance_rehearsal_mode_check check (mode in ('TXN', 'SNAP')),
  -- What makes two fingerprints comparable.
  formula text not null constraint governance_rehearsal_formula_check check (formula ~ '^[0-9a-f]{64}$'),
  postgresql_major integer not null,
  before text not null constraint governance_rehearsal_before_check check (before ~ '^[0-9a-f]{64}$'),
  after_apply text not null constraint governance_rehearsal_after_apply_check check (after_apply ~ '^[0-9a-f]{64}$'),
  after_rollback text not null constraint governance_rehearsal_after_rollback_check check (after_rollback ~ '^[0-9a-f]{64}$'),
  -- The clone, and what was measured there.
  performed_on text not null,
  performed_at timestamptz not null,
  evidence jsonb not null default '{}',
  created_at timestamptz not null default now(),
  created_by text not null,
  constraint governance_rehearsal_mutated_check check (after_apply <> before),
  constraint governance_rehearsal_restored_check check (after_rollback = before)
);
create index ix_governance_rehearsal_packet on governance_rehearsal (packet_tree_sha256);
create trigger trg_rehearsal_append_only
  before update or delete on governance_rehearsal
  for each row execute function refuse_change();
create trigger trg_rehearsal_no_truncate
  before truncate on governance_rehearsal
  for each statement execute function refuse_change();
alter table governance_rehearsal enable always trigger trg_rehearsal_append_only;
alter table governance_rehearsal enable always trigger trg_rehearsal_no_truncate;
