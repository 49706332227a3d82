-- The proposer's word that they filed this revision of a request, signed with a key. With two people the proposer is one of the two,
-- and a session would let the other one be both.
create table governance_confirmation (
  id bigint generated always as identity constraint governance_confirmation_pkey primary key,
  request_code governance_code not null
    constraint governance_confirmation_request_code_fkey references approval_requests (code),
  revision integer not null,
  revision_digest text not null constraint governance_confirmation_revision_digest_check check (revision_digest ~ '^[0-9a-f]{64}$'),
  signer text not null,
  signer_user uuid not null,
  method text not null constraint governance_confirmation_method_check check (method in ('passkey', 'ssh')),
  statement text not null,
  public_key text not null,
  assertion jsonb not null,
  -- The time of receipt, by the clock of the database.
  signed_at timestamptz not null default clock_timestamp(),
  created_at timestamptz not null default now(),
  created_by text not null,
  act_digest text not null generated always as (act_digest(array[
    'method', method, 'statement', statement, 'public_key', public_key, 'assertion', assertion::text])) stored,
  constraint uq_governance_confirmation unique (request_code, revision_digest, act_digest)
);
