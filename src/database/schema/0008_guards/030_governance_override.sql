-- Break-glass: while it is open, nothing is refused for the collections it names (NULL: for every collection); what would
-- have been is recorded with the override that let it pass.
create table governance_override (
  id bigint generated always as identity constraint governance_override_pkey primary key,
  collections text[] constraint governance_override_collections_check check (cardinality(collections) > 0),
  reason text not null constraint governance_override_reason_check check (btrim(reason) <> ''),
  expires_at timestamptz not null,
  closed_at timestamptz,
  closed_by text,
  created_at timestamptz not null default now(),
  created_by text not null,
  constraint governance_override_period_check check (expires_at > created_at and expires_at <= created_at + interval '1 day'),
  constraint governance_override_closed_check check ((closed_at is null) = (closed_by is null))
);
