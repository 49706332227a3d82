-- Why an event of a type cannot be emitted now, or NULL. Who wants to tell somebody softly asks first, and writes
-- nothing to the outbox while there is an answer.
create or replace function emission_blocker(p_event_domain text, p_event_type text) returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select case when t.event_type is null then 'event_type_unknown' when not t.active then 'event_type_inactive' end
  from (select 1) one
  left join event_type_registry t on (t.event_domain, t.event_type) = (p_event_domain, p_event_type)
$$;
