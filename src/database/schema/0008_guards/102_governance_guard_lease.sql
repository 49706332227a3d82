-- What guard_finding() said of writing items of a collection, and for how long that holds: while no table that it was worked out
-- from changes (`watermark`: the sum of their numbers, which only grow), and until an owner or a waiver starts or ends by time. Resolving takes longer than a write.
create table governance_guard_lease (
  collection_name text
    constraint governance_guard_lease_pkey primary key
    constraint governance_guard_lease_collection_name_fkey references collection_registry (collection_name),
  watermark numeric not null,
  valid_until timestamptz not null,
  finding text,
  created_at timestamptz not null default now(),
  created_by text not null default session_user
);
