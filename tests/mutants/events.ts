import { SQL, database } from './mutant.ts';
import type { Mutant } from './mutant.ts';

// prettier-ignore
export const EVENTS_MUTANTS: readonly Mutant[] = [
  // Nothing is emitted that was not activated, and nothing that was emitted is lost.
  { guard: 'event types that nobody registered', file: `${SQL}/objects/08_events/fn_event_type_validate.sql`, find: 'if type.event_type is null then', replace: 'if false then', ...database('events/events') },
  { guard: 'event types that are inactive', file: `${SQL}/objects/08_events/fn_event_type_validate.sql`, find: 'if not type.active then', replace: 'if false then', ...database('events/events') },
  { guard: 'events of another stream', file: `${SQL}/objects/08_events/fn_event_type_validate.sql`, find: 'if new.event_stream is distinct from type.event_stream then', replace: 'if false then', ...database('events/events') },
  { guard: 'events of another lane', file: `${SQL}/objects/08_events/fn_event_type_validate.sql`, find: 'if new.delivery_lane is distinct from type.delivery_lane then', replace: 'if false then', ...database('events/events') },
  { guard: 'events from nowhere', file: `${SQL}/objects/08_events/fn_event_type_validate.sql`, find: 'if missing is not null then', replace: 'if false then', ...database('events/events') },
  { guard: 'payloads that the trigger lets through', file: `${SQL}/objects/08_events/fn_event_type_validate.sql`, find: 'if problem is not null then', replace: 'if false then', ...database('events/events') },
  { guard: 'payloads that the table lets through', file: `${SQL}/schema/0004_events/020_event_outbox.sql`, find: ' constraint event_outbox_safe_payload_check check (payload_problem(safe_payload) is null)', replace: '', ...database('events/events') },
  { guard: 'keys in capitals', file: `${SQL}/schema/0004_events/015_payload_problem.sql`, find: 'lower(btrim(key)) in', replace: 'key in', ...database('events/events') },
  { guard: 'events that are changed', file: `${SQL}/objects/08_events/rules.sql`, find: "protect_table('event_outbox', 'event_outbox')", replace: "protect_table('event_outbox', 'event_outbox', null)", ...database('events/events') },
  { guard: 'activation without a ratification', file: `${SQL}/objects/09_requests/approvals/event_type_guard.sql`, find: 'or not old.active and not event_type_is_ratified(', replace: 'or false and not event_type_is_ratified(', ...database('events/events') },
  { guard: 'activation by the word for clones', file: `${SQL}/objects/09_requests/approvals/event_type_is_ratified.sql`, find: 'if is_proven_clone() then', replace: 'if true then', ...database('events/events') },
  { guard: 'events without their queue row', file: `${SQL}/objects/08_events/queue_event.sql`, find: 'insert into event_delivery (event_id) values (new.id);', replace: '', ...database('events/events') },
  { guard: 'readers before the fence', file: `${SQL}/objects/08_events/read_events.sql`, find: 'xid < pg_snapshot_xmin(pg_current_snapshot())', replace: 'true', ...database('events/event-order') },
  { guard: 'event types activated by a used approval', file: `${SQL}/objects/09_requests/approvals/event_type_guard.sql`, find: 'if new.active and not old.active and not is_proven_clone() then', replace: 'if false then', ...database('requests/consumed-approvals') },
  { guard: 'events whose ratification nobody counts', file: `${SQL}/objects/09_requests/standing/unratified_events.sql`, find: 'coalesce((select s.ok from ratified_standing(q.code::text) s), false)', replace: 'true', ...database('attacks/carried-out-otherwise') },

  // Issues.
  { guard: 'issues that are deleted', file: `${SQL}/objects/08_events/issue_guard.sql`, find: "if tg_op = 'DELETE' then", replace: 'if false then', ...database('events/issues') },
  { guard: 'issues that are seen still', file: `${SQL}/objects/08_events/fn_sweep_issues.sql`, find: ' and last_seen_at < p_since', replace: '', ...database('events/issues') },
];
