-- How far a worker has read a source.
create table gov_worker_cursor (
  worker_name text not null,
  source_name text not null,
  epoch integer not null,
  last_watermark xid8,
  last_position bigint,
  last_watermark_ts timestamptz,
  events_seen bigint not null default 0,
  attempts_written bigint not null default 0,
  dead_lettered bigint not null default 0,
  phase text,
  created_at timestamptz not null default now(),
  created_by text not null,
  constraint gov_worker_cursor_pkey primary key (worker_name, source_name)
);
