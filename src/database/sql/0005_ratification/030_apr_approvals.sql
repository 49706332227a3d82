-- A vote on one revision of a request, by whoever held a seat when it was cast. Append-only, one per person and revision.
create table apr_approvals (
  request_code governance_code not null constraint apr_approvals_request_code_fkey references approval_requests (code),
  revision integer not null,
  revision_digest text not null constraint apr_approvals_revision_digest_check check (revision_digest ~ '^[0-9a-f]{64}$'),
  approver text not null,
  approver_user uuid not null,
  approver_type text not null constraint apr_approvals_approver_type_check check (approver_type in ('human', 'ai_council')),
  seat text not null constraint apr_approvals_seat_check check (seat in ('president', 'council', 'ai_council')),
  decision text not null constraint apr_approvals_decision_check check (decision in ('approve', 'reject', 'abstain')),
  rationale text not null constraint apr_approvals_rationale_check check (rationale ~ '\S' and length(rationale) <= 4000),
  -- sha256 of the session or token that proved who it was.
  proof_digest text not null,
  signed_at timestamptz not null default clock_timestamp(),
  created_at timestamptz not null default now(),
  created_by text not null,
  constraint apr_approvals_pkey primary key (request_code, revision, approver),
  constraint chk_ai_in_its_own_seat check ((approver_type = 'ai_council') = (seat = 'ai_council'))
);
