-- What was done to governance: one row per statement that changed a table which asserts something, and one per act that
-- changes no such table. A row is open (without `seq`) from when it is written until it is given its place in the chain.
-- It holds nothing that may have to be forgotten: that stands in governance_ledger_detail, and here is its salted digest.
create table governance_ledger (
  id bigint generated always as identity constraint governance_ledger_pkey primary key,
  epoch integer not null,
  at timestamptz not null,
  actor_kind text not null constraint governance_ledger_actor_kind_check check (actor_kind in ('human', 'service', 'operator')),
  session_user_name text not null,
  -- The act (`plan.register`), or `sql` where the writer did not name one.
  action text not null,
  object text not null,
  -- Which table was changed, how, and how many of its rows; NULL for an act that changed none.
  relation text,
  operation text constraint governance_ledger_operation_check check (operation in ('insert', 'update', 'delete')),
  row_count bigint,
  approval_ref text,
  -- Digests, each with the salt of the detail, in hex: of actor and reason, of the rows before, of the rows after.
  detail_digest text not null,
  before_digest text,
  after_digest text,
  xid xid8 not null,
  -- The bytes that are hashed, and their sha256.
  content text not null,
  digest bytea not null,
  -- The place in the chain. prev_hash is 32 zero bytes in the first row, and unique: no two rows follow the same row.
  seq bigint constraint governance_ledger_seq_key unique,
  prev_hash bytea constraint governance_ledger_prev_hash_key unique,
  hash bytea,
  created_at timestamptz not null default now(),
  created_by text not null default session_user,
  constraint governance_ledger_relation_check check ((relation is null) = (operation is null) and (relation is null) = (row_count is null)),
  constraint governance_ledger_place_check check ((seq is null) = (prev_hash is null) and (seq is null) = (hash is null))
);
create index ix_governance_ledger_open on governance_ledger (id) where seq is null;
