-- One row per governed table: a number that grows with every change of it, in the same transaction as the change.
-- A reader whose snapshot shows the same numbers sees the same facts; strong ETags are made of it.
create table governance_watermark (
  relation text constraint governance_watermark_pkey primary key,
  version bigint not null default 1,
  changed_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  created_by text not null default session_user
);
