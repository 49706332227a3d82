-- What scanning and emission have ready. Nothing shapes events yet, so none can be emittable.
select
  jsonb_build_object(
    'states', (select count(*) from governance_candidate_state),
    'objects', (select count(*) from governance_candidate_object),
    'ruleset', (select ruleset_version from governance_ruleset where status = 'active')
  ) as candidates,
  jsonb_build_object(
    'active', count(*) filter (where active),
    'inactive', count(*) filter (where not active),
    'emittable', (select count(*) from event_pending p join event_type_registry t using (event_domain, event_type) where t.active)
  ) as events
from event_type_registry
where event_domain = 'governance'
