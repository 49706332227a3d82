-- A passkey that a person enrolled for themselves. It proves nothing until its public key is pinned: in the trust
-- file, or, where the policy says `pinning: enrolled`, by the word of the other person (governance_key_confirmation).
create table governance_credential (
  credential_id text not null constraint governance_credential_pkey primary key,
  user_id uuid not null,
  label text not null constraint governance_credential_label_check check (btrim(label) <> ''),
  -- COSE, base64url; and the same as OpenSSH writes it, which is what is pinned.
  public_key text not null,
  ssh_public_key text not null,
  rp_id text not null,
  transports text[] not null default '{}',
  counter bigint not null default 0,
  backed_up boolean not null default false,
  revoked_at timestamptz,
  revoked_by text,
  created_at timestamptz not null default now(),
  created_by text not null,
  constraint chk_revoked_pair check ((revoked_at is null) = (revoked_by is null))
);
create index ix_governance_credential_user on governance_credential (user_id);
-- A key is one person's, also after it was revoked: nobody is made "the same human" as somebody else by a copy of their key.
create unique index uq_governance_credential_key on governance_credential (ssh_public_key);
