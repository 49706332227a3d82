-- The word of one person that an enrolled key is the other's, signed with a key of their own. Where the policy says `pinning: enrolled`
-- (two people) it takes the place of a line in the trust file. Whether it verifies, and which keys that pins, Node says
-- (src/signing/trust/confirmed-keys.ts). Append-only, but for its withdrawal, which is for good.
create table governance_key_confirmation (
  id bigint generated always as identity constraint governance_key_confirmation_pkey primary key,
  -- The key that is confirmed, and whose it is.
  credential_id text not null
    constraint governance_key_confirmation_credential_id_fkey references governance_credential (credential_id),
  holder text not null,
  holder_user uuid not null,
  signer text not null,
  signer_user uuid not null,
  method text not null constraint governance_key_confirmation_method_check check (method in ('passkey', 'ssh')),
  statement text not null,
  public_key text not null,
  assertion jsonb not null,
  -- Until when the statement may be handed in.
  expires_at timestamptz not null,
  -- The time of receipt, by the clock of the database.
  signed_at timestamptz not null default clock_timestamp(),
  withdrawn_at timestamptz,
  withdrawn_by text,
  created_at timestamptz not null default now(),
  created_by text not null,
  act_digest text not null generated always as (act_digest(array[
    'method', method, 'holder', holder, 'statement', statement, 'public_key', public_key, 'assertion', assertion::text])) stored,
  constraint uq_governance_key_confirmation unique (credential_id, signer_user, act_digest),
  constraint chk_withdrawn_pair check ((withdrawn_at is null) = (withdrawn_by is null))
);
