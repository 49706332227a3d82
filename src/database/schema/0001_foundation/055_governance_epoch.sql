-- An epoch: the time that this data has spent in one database of one cluster. Transaction ids mean something only within
-- an epoch, because a dump that is restored elsewhere finds a counter that starts over. The last row is the present place,
-- unless the data was moved and nothing was written since.
create table governance_epoch (
  epoch integer constraint governance_epoch_pkey primary key constraint governance_epoch_epoch_check check (epoch > 0),
  system_identifier bigint not null,
  db_oid oid not null,
  started_at timestamptz not null default clock_timestamp(),
  created_at timestamptz not null default now(),
  created_by text not null default session_user
);
