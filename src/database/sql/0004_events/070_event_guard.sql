-- Nobody is told anything by this version: what belongs to delivery waits for the dispatcher.
select await_capability('event_read', 'event delivery');
select await_capability('event_subscription', 'event delivery');
select await_capability('event_pending', 'event delivery');
