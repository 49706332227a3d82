import { z } from 'zod';
import { PlainJson } from './vocabulary.ts';

/** Text that says something: provenance is never left blank by accident. What is missing altogether is refused by the database. */
const said = z.string().optional();

/** An event that somebody wants to emit. Stream, lane and severity are the registry's unless they are said. */
export const EmittedEvent = z.strictObject({
  domain: z.string().min(1).default('governance'),
  type: z.string().min(1),
  subject_table: said,
  subject_ref: said,
  canonical_address: said,
  correlation_id: said,
  stream: said,
  lane: said,
  severity: said,
  payload: PlainJson.default({}),
  occurred_at: z.iso.datetime({ offset: true }).optional(),
});
export type EmittedEvent = z.input<typeof EmittedEvent>;

/** Place of an emitted event. `emitted` is false if the same event had been emitted before; then this is that one. */
export const EventReceipt = z.object({
  id: z.uuid(),
  epoch: z.number().int(),
  xid: z.string(),
  position: z.coerce.number().int(),
  emitted: z.boolean(),
});
export type EventReceipt = z.infer<typeof EventReceipt>;

/** A type of event, and whether it may be emitted. */
export const EventType = z.object({
  domain: z.string(),
  type: z.string(),
  stream: z.string(),
  lane: z.enum(['immediate', 'delayed']),
  severity: z.string(),
  active: z.boolean(),
  approval_ref: z.string().nullable(),
  description: z.string(),
  payload_contract: z.record(z.string(), z.string()),
});

const count = z.coerce.number().int();

/** How far the outbox has come, what waits, and who holds readers back. */
export const EventLag = z.object({
  events: count,
  epoch: z.number().int(),
  head_epoch: z.number().int().nullable(),
  head_xid: z.string().nullable(),
  head_position: count.nullable(),
  behind_fence: count,
  queued: count,
  oldest_queued_at: z.iso.datetime().nullable(),
  dead: count,
  fence_xid: z.string(),
  holder: z.string().nullable(),
  holder_user: z.string().nullable(),
  holder_database: z.string().nullable(),
  holder_since: z.iso.datetime().nullable(),
  holder_query_start: z.iso.datetime().nullable(),
});
