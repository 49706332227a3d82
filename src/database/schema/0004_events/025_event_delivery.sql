-- The queue: one row per event, written in the transaction of the event, so that whoever delivers waits for nobody else's
-- transaction and misses nothing. What becomes of it is written here, never in the outbox.
create table event_delivery (
  event_id uuid
    constraint event_delivery_pkey primary key
    constraint event_delivery_event_id_fkey references event_outbox (id),
  status text not null default 'queued' constraint event_delivery_status_check check (status in ('queued', 'delivered', 'dead')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  last_error text,
  created_at timestamptz not null default now(),
  created_by text not null default session_user
);
create index ix_event_delivery_queue on event_delivery (next_attempt_at) where status = 'queued';
