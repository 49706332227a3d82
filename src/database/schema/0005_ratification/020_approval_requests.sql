-- A request for a human decision about one exact thing. What is asked is fixed by the digest of its revision: a revision is
-- never changed, only followed by the next one, to which no vote carries over. Its status is derived, see request_status().
create table approval_requests (
  code governance_code constraint approval_requests_pkey primary key,
  revision integer not null default 1,
  -- The bytes that people decide about, and their sha256: both written by the guard.
  revision_content text not null,
  revision_digest text not null constraint approval_requests_revision_digest_check check (
    revision_digest ~ '^[0-9a-f]{64}$' and revision_digest = encode(sha256(convert_to(revision_content, 'UTF8')), 'hex')),
  -- `release:CODE`, `policy`, `seats`, `event:DOMAIN.TYPE`: of two open requests about the same, neither is approved.
  subject text not null constraint approval_requests_subject_check check (subject ~ '^[a-z_]+(:[A-Za-z0-9._-]{1,128})?$'),
  -- `add` does not exist: what is added was approved by nobody where adding is approved automatically.
  action text not null constraint approval_requests_action_check check (action in ('modify', 'delete', 'review')),
  proposed_action_code text constraint approval_requests_proposed_action_code_fkey references apr_action_types (action_code),
  title text not null constraint approval_requests_title_check check (title ~ '\S' and title !~ '[\x01-\x1f\x7f]' and length(title) <= 200),
  proposed_action jsonb not null default '{}',
  evidence jsonb not null default '{}',
  packet_tree_sha256 text constraint approval_requests_packet_check check (packet_tree_sha256 ~ '^[0-9a-f]{64}$'),
  plan_digest text constraint approval_requests_plan_digest_check check (plan_digest ~ '^[0-9a-f]{64}$'),
  priority text not null default 'normal'
    constraint approval_requests_priority_check check (priority in ('critical', 'high', 'normal', 'low')),
  -- Who asks, and the name under which the guard knows them; and when they said so in a session of their own.
  proposer_user uuid not null,
  proposer text not null,
  confirmed_at timestamptz,
  expires_at timestamptz not null,
  superseded_by governance_code
    constraint approval_requests_superseded_by_fkey references approval_requests (code) deferrable initially deferred,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  created_at timestamptz not null default now(),
  created_by text not null,
  constraint chk_packet_and_plan check (split_part(subject, ':', 1) <> 'release' or (packet_tree_sha256 is not null and plan_digest is not null)),
  constraint chk_withdrawn_pair check ((withdrawn_at is null) = (withdrawn_reason is null)),
  constraint chk_not_superseded_by_itself check (superseded_by <> code)
);
create index ix_approval_requests_subject on approval_requests (subject);
create index ix_approval_requests_packet on approval_requests (packet_tree_sha256);
