-- What was done to governance, by whom and why: one row per act, each carrying the hash of the one before it.
create table governance_ledger (
  seq bigint constraint governance_ledger_pkey primary key,
  epoch integer not null,
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  actor_kind text not null constraint governance_ledger_actor_kind_check check (actor_kind in ('human', 'service', 'operator')),
  session_user_name text not null default session_user,
  action text not null,
  object text not null,
  reason text not null constraint governance_ledger_reason_check check (btrim(reason) <> ''),
  approval_ref text,
  before_digest text,
  after_digest text,
  xid xid8 not null default pg_current_xact_id(),
  -- 32 zero bytes in the first row. Unique, because under REPEATABLE READ two writers could continue the same row.
  prev_hash bytea not null constraint governance_ledger_prev_hash_key unique,
  hash bytea not null,
  created_at timestamptz not null default now(),
  created_by text not null default session_user
);
