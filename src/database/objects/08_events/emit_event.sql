-- Emits an event and returns where it stands. Stream, lane and severity are the registry's unless they are said; what
-- is said is checked. On the immediate lane the same event (type, subject, correlation) is emitted once: a second time
-- returns the first one. The NOTIFY is a hint to who delivers, nothing more: it is empty, and nobody depends on it.
create or replace function emit_event(
  p_event_domain text, p_event_type text, p_subject_table text, p_subject_ref text, p_canonical_address text,
  p_actor_ref text,
  p_source_system text, p_payload jsonb default '{}', p_correlation_id text default null,
  p_event_stream text default null,
  p_delivery_lane text default null, p_event_severity text default null,
  p_occurred_at timestamptz default clock_timestamp()
) returns table (id uuid, epoch integer, xid xid8, "position" bigint, emitted boolean)
language plpgsql volatile
security definer
set search_path = :"schema", pg_temp
as $$
#variable_conflict use_column
begin
  return query
    insert into event_outbox (
      event_domain, event_type, event_stream, delivery_lane, event_severity, event_subject_table, event_subject_ref,
      canonical_address, actor_ref, source_system, correlation_id, payload_classification, safe_payload, occurred_at,
      epoch, created_by
    )
    select
      p_event_domain, p_event_type, coalesce(p_event_stream, t.event_stream),
      coalesce(p_delivery_lane, t.delivery_lane),
      p_event_severity, p_subject_table, p_subject_ref, p_canonical_address, p_actor_ref, p_source_system,
      p_correlation_id,
      'safe_metadata', coalesce(p_payload, '{}'), p_occurred_at, 0, session_user
    from (select 1) one
    left join event_type_registry t on (t.event_domain, t.event_type) = (p_event_domain, p_event_type)
    on conflict (event_domain, event_type, event_subject_table, event_subject_ref, correlation_id)
      where delivery_lane = 'immediate'
      do nothing
    returning id, epoch, xid, position, true;
  if found then
    perform pg_notify('one_roof_event', '');
    return;
  end if;
  return query
    select o.id, o.epoch, o.xid, o.position, false
    from event_outbox o
    where o.delivery_lane = 'immediate'
      and (o.event_domain, o.event_type, o.event_subject_table, o.event_subject_ref, o.correlation_id)
        = (p_event_domain, p_event_type, p_subject_table, p_subject_ref, p_correlation_id);
end
$$;
