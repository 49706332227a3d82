-- Table rule of the outbox: an event is of a type that is registered, active, and said the same of stream and lane; it
-- says where it comes from; its payload is metadata. In this order, each with a code of its own: what is both inactive
-- and wrong is inactive. Where and when it was written is not the writer's to say.
create or replace function fn_event_type_validate() returns trigger
language plpgsql
security definer
set search_path = :"schema", pg_temp
as $$
declare
  type event_type_registry;
  missing text;
  problem text;
begin
  select * into type from event_type_registry where (event_domain, event_type) = (new.event_domain, new.event_type);
  if type.event_type is null then
    raise exception 'event_type_registry: unknown (%, %)', new.event_domain, new.event_type
      using errcode = 'OR030',
        hint = 'Register the type before anything emits it: `one-roof events types` lists those there are.';
  end if;
  if not type.active then
    raise exception 'event_type_registry: (%, %) is inactive', new.event_domain, new.event_type
      using errcode = 'OR031', hint = 'A type is activated by an applied approval with the action activate_event_type.';
  end if;
  if new.event_stream is distinct from type.event_stream then
    raise exception 'event_type_registry: stream mismatch — registry=% got=%', type.event_stream,
      coalesce(new.event_stream, 'none')
      using errcode = 'OR032', hint = 'Emit with the stream of the registry.';
  end if;
  if new.delivery_lane is distinct from type.delivery_lane then
    raise exception 'event_type_registry: lane mismatch — registry=% got=%', type.delivery_lane,
      coalesce(new.delivery_lane, 'none')
      using errcode = 'OR033', hint = 'Emit with the lane of the registry.';
  end if;

  select string_agg(name, ', ') into missing
  from (
    values
      ('event_subject_table', new.event_subject_table), ('event_subject_ref', new.event_subject_ref),
      ('canonical_address', new.canonical_address), ('actor_ref', new.actor_ref), ('source_system', new.source_system),
      ('occurred_at', new.occurred_at::text),
      ('correlation_id', case new.delivery_lane when 'immediate' then new.correlation_id else 'not needed' end)
  ) as provenance (name, value)
  where coalesce(btrim(value), '') = '';
  if missing is not null then
    raise exception 'event_outbox: provenance is missing: %', missing
      using errcode = 'OR034',
        hint = 'An event says what it is about, who caused it, where it comes from and when it happened.';
  end if;

  problem := payload_problem(new.safe_payload, type.payload_contract);
  if problem is not null then
    raise exception 'event_outbox: the payload is refused: %', problem
      using errcode = 'OR035', hint = 'A payload is metadata: it refers to content, it does not carry it.';
  end if;

  new.event_severity := coalesce(new.event_severity, type.default_severity);
  new.epoch := start_epoch();
  new.xid := pg_current_xact_id();
  new.created_at := clock_timestamp();
  return new;
end
$$;

create or replace trigger trg_event_outbox_type_validate
  before insert on event_outbox
  for each row execute function fn_event_type_validate();
alter table event_outbox enable always trigger trg_event_outbox_type_validate;
