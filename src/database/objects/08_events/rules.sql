-- Rules of the tables of this area that need no function of their own: append-only tables, those whose changes raise
-- the watermark, and those that wait for their capability.

select protect_table('event_delivery', 'event_delivery', 'delete', 'no_delete');
select protect_table('system_issues', 'issue', null);
select protect_table('event_outbox', 'event_outbox');

-- Nobody is told anything by this version: what belongs to delivery waits for the dispatcher.
select await_capability('event_read', 'event delivery');
select await_capability('event_subscription', 'event delivery');
select await_capability('event_pending', 'event delivery');
