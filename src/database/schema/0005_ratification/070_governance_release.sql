-- A governed rollout, from its draft to what became of it. A row is not a claim: release_guard() lets its status move only with
-- the proof of what it then says.
create table governance_release (
  release_code governance_code constraint governance_release_pkey primary key,
  kind text not null default 'foundation' constraint governance_release_kind_check check (kind in ('foundation', 'change')),
  -- The packet, by the sha256 of its manifest: what people ratify, and the only bytes that are ever carried out.
  packet_tree_sha256 text not null constraint governance_release_packet_check check (packet_tree_sha256 ~ '^[0-9a-f]{64}$'),
  -- `tiers.json` of the packet, the plan and what it begins from: { kind, plan_sha256, tiers, from, to, fingerprint }.
  plan jsonb not null,
  -- The request that people decide about; none on a clone.
  request_code governance_code,
  status text not null default 'draft' constraint governance_release_status_check check (
    status in ('draft', 'rehearsed', 'ratified', 'applied', 'rolled_back')
  ),
  -- The transaction that carries it out or takes it back, the last one that did.
  run_xid xid8,
  -- What the database was before and after it, by the fingerprint of scope `release`; none where psql carried it out.
  entry_fingerprint text constraint governance_release_entry_check check (entry_fingerprint ~ '^[0-9a-f]{64}$'),
  rehearsed_fingerprint text constraint governance_release_rehearsed_check check (rehearsed_fingerprint ~ '^[0-9a-f]{64}$'),
  exit_fingerprint text constraint governance_release_exit_check check (exit_fingerprint ~ '^[0-9a-f]{64}$'),
  applied_at timestamptz,
  rolled_back_at timestamptz,
  -- What happened in each run, tier by tier; written outside of its transaction, and only ever appended to.
  log jsonb not null default '[]' constraint governance_release_log_check check (jsonb_typeof(log) = 'array'),
  created_at timestamptz not null default now(),
  created_by text not null,
  constraint governance_release_applied_check check ((status in ('applied', 'rolled_back')) = (applied_at is not null)),
  constraint governance_release_rolled_back_check check ((status = 'rolled_back') = (rolled_back_at is not null))
);
