-- A write that reached a governed collection: which item, in which transaction, by whom. Written by the triggers on the
-- collection's own table; the Directus user is added by the trigger on directus_activity, in the same transaction.
create table governed_write (
  id bigint generated always as identity constraint governed_write_pkey primary key,
  xid xid8 not null default pg_current_xact_id(),
  kind governed_write_kind not null,
  -- The collection it is about. The table and key that were written: for a schema change a row of directus_fields, say.
  collection text not null,
  relation text not null,
  -- NULL where a statement wrote more rows than are told apart, and for TRUNCATE.
  item text,
  item_count bigint not null default 1,
  operation governed_write_operation not null,
  -- What of the schema: `field title`, `relation author`.
  subject text,
  -- What a guard had to say against it, and what let it pass: a change window, an override. Neither where it was observed only.
  finding governed_write_finding,
  permit text,
  -- Directus's own record of it. Without one it is unattributed; with one that names no user, there was none: public access, or a flow with full access.
  activity_id bigint,
  user_id uuid,
  application text,
  created_at timestamptz not null default now(),
  created_by text not null default session_user,
  constraint governed_write_user_check check (user_id is null or activity_id is not null)
);
create index ix_governed_write_xid on governed_write (xid, relation);
create index ix_governed_write_item on governed_write (collection, item, id);
create index ix_governed_write_collection on governed_write (collection, id);
create index ix_governed_write_finding on governed_write (created_at) where finding is not null;
