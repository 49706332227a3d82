-- A change of what a person proves themselves with: their password, second factor, e-mail, external identifier, token, role or
-- status. Written by the trigger one_roof_credentials on directus_users, whoever changed it and however.
create table governance_credential_change (
  id bigint generated always as identity constraint governance_credential_change_pkey primary key,
  user_id uuid not null,
  changed text[] not null,
  xid xid8 not null default pg_current_xact_id(),
  created_at timestamptz not null default clock_timestamp(),
  created_by text not null default session_user
);
create index ix_governance_credential_change_user on governance_credential_change (user_id, created_at);
