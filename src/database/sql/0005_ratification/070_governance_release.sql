-- A governed rollout, from its draft to what became of it.
create table governance_release (
  release_code governance_code constraint governance_release_pkey primary key,
  packet_tree_sha256 text not null constraint governance_release_packet_check check (packet_tree_sha256 ~ '^[0-9a-f]{64}$'),
  plan jsonb not null,
  status text not null default 'draft' constraint governance_release_status_check check (
    status in ('draft', 'rehearsed', 'ratified', 'applied', 'rolled_back', 'refused')
  ),
  entry_fingerprint text,
  rehearsed_fingerprint text,
  exit_fingerprint text,
  log jsonb not null default '[]',
  created_at timestamptz not null default now(),
  created_by text not null
);
