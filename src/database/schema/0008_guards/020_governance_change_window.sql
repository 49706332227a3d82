-- A change window: while it is open, the schema of the collections it names (NULL: of every collection) may change. It ends
-- by being closed or by time, never by being forgotten.
create table governance_change_window (
  id bigint generated always as identity constraint governance_change_window_pkey primary key,
  collections text[] constraint governance_change_window_collections_check check (cardinality(collections) > 0),
  reason text not null constraint governance_change_window_reason_check check (btrim(reason) <> ''),
  expires_at timestamptz not null,
  closed_at timestamptz,
  closed_by text,
  created_at timestamptz not null default now(),
  created_by text not null,
  constraint governance_change_window_period_check check (expires_at > created_at and expires_at <= created_at + interval '7 days'),
  constraint governance_change_window_closed_check check ((closed_at is null) = (closed_by is null))
);
