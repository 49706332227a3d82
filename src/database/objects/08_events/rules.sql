-- Rules of the tables of this area that need no function of their own: append-only tables, those whose changes raise the
-- watermark, and those that wait for their capability.

create or replace trigger trg_event_delivery_no_delete
  before delete on event_delivery
  for each row execute function refuse_change();
create or replace trigger trg_event_delivery_no_truncate
  before truncate on event_delivery
  for each statement execute function refuse_change();
alter table event_delivery enable always trigger trg_event_delivery_no_delete;
alter table event_delivery enable always trigger trg_event_delivery_no_truncate;

create or replace trigger trg_issue_no_truncate
  before truncate on system_issues
  for each statement execute function refuse_change();
alter table system_issues enable always trigger trg_issue_no_truncate;

create or replace trigger trg_event_outbox_append_only
  before update or delete on event_outbox
  for each row execute function refuse_change();
create or replace trigger trg_event_outbox_no_truncate
  before truncate on event_outbox
  for each statement execute function refuse_change();
alter table event_outbox enable always trigger trg_event_outbox_append_only;
alter table event_outbox enable always trigger trg_event_outbox_no_truncate;

-- Nobody is told anything by this version: what belongs to delivery waits for the dispatcher.
select await_capability('event_read', 'event delivery');
select await_capability('event_subscription', 'event delivery');
select await_capability('event_pending', 'event delivery');
