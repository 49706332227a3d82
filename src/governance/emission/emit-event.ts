import { OneRoofError } from '../../contract/errors.ts';
import { EmittedEvent, EventReceipt } from '../../contract/event.ts';
import type { WriteSession } from '../../database/sessions/session.ts';
import { parseRow } from '../../database/parse-rows.ts';

/**
 * Emits an event, in the caller's transaction: it is there if and only if that is committed. The database decides whether it may
 * be emitted; nothing is delivered by this.
 *
 * @param by who caused it (`directus:<user id>`, `operator:<role>`) and through what (`directus-flow`).
 * @throws OneRoofError ONE_ROOF_BAD_REQUEST if it is no event. What the database refuses (an unknown or inactive type, stream,
 *   lane, provenance, payload) it throws itself, each with its own SQLSTATE: see asOneRoofError().
 */
export async function emitEvent(
  session: WriteSession,
  event: EmittedEvent,
  by: { actor: string; source: string },
): Promise<EventReceipt> {
  const parsed = EmittedEvent.safeParse(event);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const subject = issue?.path.join('.') ?? 'event';
    throw new OneRoofError(
      'ONE_ROOF_BAD_REQUEST',
      `The event cannot be read: ${subject}: ${issue?.message ?? 'wrong'}`,
      { subject },
    );
  }
  const { data } = parsed;
  const outcome = await session.query(
    `select * from emit_event(
       p_event_domain => $1, p_event_type => $2, p_subject_table => $3, p_subject_ref => $4, p_canonical_address => $5, p_actor_ref => $6,
       p_source_system => $7, p_payload => $8, p_correlation_id => $9, p_event_stream => $10, p_delivery_lane => $11,
       p_event_severity => $12, p_occurred_at => coalesce($13::timestamptz, clock_timestamp()))`,
    [
      data.domain,
      data.type,
      data.subject_table,
      data.subject_ref,
      data.canonical_address,
      by.actor,
      by.source,
      JSON.stringify(data.payload),
      data.correlation_id,
      data.stream,
      data.lane,
      data.severity,
      data.occurred_at,
    ],
  );
  return parseRow(EventReceipt, outcome);
}
