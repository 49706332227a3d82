-- What scanning and emission have ready. An event is emittable that could be told now and whose type is active.
select
  jsonb_build_object(
    'states', (select count(*) from governance_candidate_state),
    'objects', (select count(*) from governance_candidate_object),
    'ruleset', (select ruleset_version from governance_ruleset where status = 'active')
  ) as candidates,
  jsonb_build_object(
    'active', count(*) filter (where active),
    'inactive', count(*) filter (where not active),
    'emittable', (select count(*) from v_governance_event_payload where type_active)
  ) as events
from event_type_registry
where event_domain = 'governance'
