-- What binds an e-signature to one revision of one request, with the evidence that verifies it.
create table governance_signature (
  signature_id uuid not null
    constraint governance_signature_pkey primary key
    constraint governance_signature_signature_id_fkey references os_proposal_approvals (id),
  request_code governance_code not null constraint governance_signature_request_code_fkey references approval_requests (code),
  revision_digest text not null,
  signer_user uuid not null,
  method text not null constraint governance_signature_method_check check (method in ('passkey', 'ssh', 'password')),
  meaning text not null,
  printed_name text not null,
  signed_at timestamptz not null,
  public_key text,
  assertion jsonb not null,
  reauthentication jsonb,
  created_at timestamptz not null default now(),
  created_by text not null
);
