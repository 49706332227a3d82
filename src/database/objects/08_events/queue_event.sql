-- Always as its owner: whoever may write an event queues it.
create or replace function queue_event() returns trigger
language plpgsql
security definer
set search_path = :"schema", pg_temp
as $$
begin
  insert into event_delivery (event_id) values (new.id);
  return null;
end
$$;

create or replace trigger trg_event_outbox_queue
  after insert on event_outbox
  for each row execute function queue_event();
alter table event_outbox enable always trigger trg_event_outbox_queue;
