-- Something that a person was asked to prove, once and soon: that they enrol a key, sign one revision of a request, or have just
-- authenticated again. Bound to the session in which it was asked; consumed by what it proves, in the same transaction.
create table governance_signature_challenge (
  nonce text not null constraint governance_signature_challenge_pkey primary key
    constraint governance_signature_challenge_nonce_check check (nonce ~ '^[A-Za-z0-9_-]{43}$'),
  purpose text not null constraint governance_signature_challenge_purpose_check check (purpose in ('enrol', 'vote', 'sign', 'permit', 'confirm', 'pin', 'reauthenticate')),
  user_id uuid not null,
  session_digest text not null,
  revision_digest text constraint governance_signature_challenge_digest_check check (revision_digest ~ '^[0-9a-f]{64}$'),
  expires_at timestamptz not null default clock_timestamp() + interval '5 minutes',
  tried_at timestamptz, -- since then it is being answered, by one who tries a password
  consumed_at timestamptz,
  created_at timestamptz not null default now(),
  created_by text not null,
  constraint chk_challenge_purpose check ((revision_digest is null) = (purpose in ('enrol', 'pin'))),
  constraint chk_challenge_life check (expires_at <= created_at + interval '10 minutes')
);
create index ix_governance_signature_challenge_expiry on governance_signature_challenge (expires_at);
