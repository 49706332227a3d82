-- The e-signature of a person. It counts only where a row of governance_signature binds it to a request.
create table os_proposal_approvals (
  id uuid not null default gen_random_uuid() constraint os_proposal_approvals_pkey primary key,
  status text not null,
  first_name text not null,
  last_name text not null,
  email text not null,
  organization text,
  esignature_agreement boolean not null,
  signature_type text,
  signature_text text,
  signature_image uuid,
  ip_address text,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  created_by text not null
);
