-- A vote on one revision of a request, by whoever held a seat when it was cast. Append-only. One per person and revision counts, of
-- those that verify: see vote_precedes(). A row that does not must not keep the person from voting, so all that is verified is part of the key of the row.
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
  -- By which the vote is proven: a signed statement, by a key; or only the session, where the policy lets that count.
  method text not null constraint apr_approvals_method_check check (method in ('passkey', 'ssh', 'session')),
  -- The statement that was signed, by which key, and the evidence. None of it for a session.
  statement text,
  public_key text not null,
  assertion jsonb not null default '{}',
  -- sha256 of the session or token in which it was cast; none where it was signed elsewhere.
  proof_digest text,
  -- The time of receipt, by the clock of the database. The statement says which time its signer claims.
  signed_at timestamptz not null default clock_timestamp(),
  created_at timestamptz not null default now(),
  created_by text not null,
  act_digest text not null generated always as (act_digest(array[
    'method', method, 'decision', decision, 'rationale', rationale, 'statement', statement, 'public_key', public_key,
    'assertion', assertion::text])) stored,
  constraint apr_approvals_pkey primary key (request_code, revision, approver, act_digest),
  constraint chk_vote_proof check ((statement is null) = (method = 'session') and (public_key = '') = (method = 'session')),
  constraint chk_ai_in_its_own_seat check ((approver_type = 'ai_council') = (seat = 'ai_council'))
);
