-- A request for a human decision about one exact packet. Its status is derived from votes and signatures.
create table approval_requests (
  code governance_code constraint approval_requests_pkey primary key,
  revision integer not null default 1,
  revision_digest text not null constraint approval_requests_revision_digest_check check (revision_digest ~ '^[0-9a-f]{64}$'),
  packet_tree_sha256 text constraint approval_requests_packet_check check (packet_tree_sha256 ~ '^[0-9a-f]{64}$'),
  action text not null constraint approval_requests_action_check check (action in ('modify', 'delete', 'review')),
  proposed_action_code text constraint approval_requests_proposed_action_code_fkey references apr_action_types (action_code),
  title text not null,
  proposed_action jsonb not null default '{}',
  evidence jsonb not null default '{}',
  proposer text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  created_by text not null
);
