-- How many governance events are in the outbox whose type nobody ratified; NULL where there is no outbox. A type stays
-- ratified once what people approved and signed was carried out (see ratified_standing), whoever holds the seats since,
-- also after it was stopped. On a proven clone, where nobody's signature counts, a request for it that was brought
-- along is enough: a clone authorises nothing.
create or replace function unratified_events() returns bigint
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
declare
  on_clone boolean := is_proven_clone();
begin
  if to_regclass('event_outbox') is null then
    return null;
  end if;
  return (
    select coalesce(sum(emitted.events), 0)
    from (
      select event_domain, event_type, count(*) as events
      from event_outbox where event_domain = 'governance'
      group by event_domain, event_type
    ) emitted
    where not exists (
      select
      from approval_requests q
      cross join lateral request_as_signed(q) r
      join apr_action_types t on t.action_code = r.proposed_action_code
      where t.handler_ref = 'one-roof:activate_event_type'
        and r.proposed_action @> jsonb_build_object('event_domain', emitted.event_domain, 'event_type',
          emitted.event_type)
        and (on_clone or exists (select from governance_consumed_approval u where u.request_code = q.code)
          and coalesce((select s.ok from ratified_standing(q.code::text) s), false))
    ) and not (on_clone and exists (
      select from event_type_registry e
      where (e.event_domain, e.event_type, e.activation_approval_ref)
        = (emitted.event_domain, emitted.event_type, 'CLONE-TEST-NO-RATIFICATION')))
  );
end
$$;
