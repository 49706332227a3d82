-- Nothing is activated, emitted or reported by this version: the five governance types are registered and inactive.
select await_capability('event_type_registry', 'event activation');
select await_capability('event_outbox', 'event emission');
select await_capability('event_read', 'event delivery');
select await_capability('event_subscription', 'event delivery');
select await_capability('event_pending', 'event delivery');
select await_capability('system_issues', 'the issue log');
