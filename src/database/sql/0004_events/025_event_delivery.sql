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

-- Always as its owner: whoever may write an event queues it.
create function queue_event() returns trigger
language plpgsql
security definer
set search_path = :"schema", pg_temp
as $$
begin
  insert into event_delivery (event_id) values (new.id);
  return null;
end
$$;

create trigger trg_event_outbox_queue
  after insert on event_outbox
  for each row execute function queue_event();
create trigger trg_event_delivery_no_delete
  before delete on event_delivery
  for each row execute function refuse_change();
create trigger trg_event_delivery_no_truncate
  before truncate on event_delivery
  for each statement execute function refuse_change();
alter table event_outbox enable always trigger trg_event_outbox_queue;
alter table event_delivery enable always trigger trg_event_delivery_no_delete;
alter table event_delivery enable always trigger trg_event_delivery_no_truncate;
