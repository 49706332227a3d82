import type { z } from 'zod';
import { EventLag, EventType } from '../../contract/event.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRow, parseRows } from '../../database/parse-rows.ts';

/** The vocabulary of events, and which of it may be emitted. */
export async function eventTypes(session: ReadSession): Promise<z.infer<typeof EventType>[]> {
  const outcome = await session.query(`
    select event_domain as domain, event_type as type, event_stream as stream, delivery_lane as lane, default_severity as severity, active,
      activation_approval_ref as approval_ref, description, payload_contract
    from event_type_registry order by event_domain, event_type`);
  return parseRows(EventType, outcome);
}

/** How far the outbox has come, what waits for delivery, and which transaction holds readers back. */
export async function eventLag(session: ReadSession): Promise<z.infer<typeof EventLag>> {
  return parseRow(EventLag, await session.query('select * from v_event_lag'));
}
