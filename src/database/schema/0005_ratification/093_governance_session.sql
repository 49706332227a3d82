-- The sessions of people who hold a seat, as the trigger one_roof_sessions on directus_sessions saw them appear, but for those that
-- follow another session of the same person (a refresh).
--   last_activity  the newest row of Directus's activity before the session appeared
--   login_id       the row in which Directus noted the log-in that it came from: found when Directus notes, right after the log-in, that the
--                  person was there. Without one the session came from somewhere else
create table governance_session (
  id bigint generated always as identity constraint governance_session_pkey primary key,
  user_id uuid not null,
  token_digest text not null,
  last_activity bigint not null,
  login_id bigint constraint governance_session_login_unique unique,
  reported_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  created_by text not null default session_user
);
create index ix_governance_session_user on governance_session (user_id, created_at);
