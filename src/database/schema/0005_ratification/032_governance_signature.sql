-- What binds an e-signature to one revision of one request, with the evidence that proves it without this database.
create table governance_signature (
  signature_id uuid not null
    constraint governance_signature_pkey primary key
    constraint governance_signature_signature_id_fkey references os_proposal_approvals (id),
  request_code governance_code not null constraint governance_signature_request_code_fkey references approval_requests (code),
  revision_digest text not null constraint governance_signature_revision_digest_check check (revision_digest ~ '^[0-9a-f]{64}$'),
  signer text not null,
  signer_user uuid not null,
  method text not null constraint governance_signature_method_check check (method in ('passkey', 'ssh', 'password')),
  meaning text not null constraint governance_signature_meaning_check check (meaning ~ '\S' and length(meaning) <= 500),
  printed_name text not null constraint governance_signature_printed_name_check check (printed_name ~ '\S'),
  -- The text that was signed.
  statement text not null,
  public_key text,
  assertion jsonb not null,
  reauthentication jsonb,
  -- The time of receipt, by the clock of the database. The statement says which time its signer claims.
  signed_at timestamptz not null default clock_timestamp(),
  created_at timestamptz not null default now(),
  created_by text not null,
  act_digest text not null generated always as (act_digest(array[
    'method', method, 'meaning', meaning, 'printed_name', printed_name, 'statement', statement, 'public_key', public_key,
    'assertion', assertion::text, 'reauthentication', reauthentication::text])) stored,
  constraint uq_governance_signature_signer unique (request_code, revision_digest, signer_user, act_digest),
  constraint chk_key_of_method check ((public_key is null) = (method = 'password')),
  constraint chk_reauthentication check ((reauthentication is not null) = (method = 'password'))
);
