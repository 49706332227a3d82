-- Permission to change what is governed only to see what would come of it: a row of the transaction that does so. Whoever
-- has it cannot commit, so no other session ever sees a row here.
create table governance_what_if (
  xid xid8 not null default pg_current_xact_id() constraint governance_what_if_pkey primary key,
  -- Whether something was changed that would have had to wait for a release.
  needs_release boolean not null default false,
  created_at timestamptz not null default now(),
  created_by text not null default session_user
);
