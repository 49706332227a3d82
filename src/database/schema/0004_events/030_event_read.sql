-- Which reader has read which event.
create table event_read (
  event_id uuid not null constraint event_read_event_id_fkey references event_outbox (id),
  reader_ref text not null,
  read_status_source text not null
    constraint event_read_read_status_source_check check (read_status_source in ('explicit', 'implicit_self')),
  read_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  created_by text not null,
  constraint event_read_pkey primary key (event_id, reader_ref)
);
