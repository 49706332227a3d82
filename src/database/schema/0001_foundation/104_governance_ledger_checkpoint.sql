-- The head of the chain at a moment. A chain cannot show that its tail was cut off; a checkpoint can, and one that was also
-- kept elsewhere (a file, git, a log) shows it against whoever owns these tables.
create table governance_ledger_checkpoint (
  seq bigint constraint governance_ledger_checkpoint_pkey primary key,
  hash bytea not null,
  created_at timestamptz not null default clock_timestamp(),
  created_by text not null default session_user
);
