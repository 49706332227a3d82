-- The structure of a governed collection's table as it was last accepted: when its guard was armed, when a guard let a change
-- of it pass, when a change window was closed, when somebody acknowledged it. Directus and psql can change a table in ways that no trigger
-- of ours sees; what differs from this row was changed so.
create table governed_structure (
  collection_name text
    constraint governed_structure_pkey primary key
    constraint governed_structure_collection_name_fkey references collection_registry (collection_name),
  structure text[] not null,
  -- See relation_storage(). Its numbers mean something in the database that they are of, and nowhere else.
  storage jsonb not null,
  system_identifier bigint not null,
  db_oid oid not null,
  created_at timestamptz not null default now(),
  created_by text not null default session_user
);
