-- A vote on one revision of a request.
create table apr_approvals (
  request_code governance_code not null constraint apr_approvals_request_code_fkey references approval_requests (code),
  revision integer not null,
  approver text not null,
  approver_type text not null constraint apr_approvals_approver_type_check check (approver_type in ('human', 'ai_council')),
  decision text not null constraint apr_approvals_decision_check check (decision in ('approve', 'reject', 'abstain')),
  rationale text not null constraint apr_approvals_rationale_check check (btrim(rationale) <> ''),
  revision_digest text not null,
  signed_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  created_by text not null,
  constraint apr_approvals_pkey primary key (request_code, revision, approver)
);
