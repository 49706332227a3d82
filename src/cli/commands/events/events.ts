import { describeEvent } from '../../../governance/emission/describe-event.ts';
import { emitEvent } from '../../../governance/emission/emit-event.ts';
import { eventLag, eventTypes } from '../../../governance/emission/event-state.ts';
import type { Operator } from '../../operator.ts';
import { count, table } from '../../print.ts';
import type { Printout } from '../../print.ts';
import { terminal } from '../../../text/terminal.ts';

/** Options of an event at the command line. */
export interface EmitOptions {
  domain: string;
  subject?: string;
  address?: string;
  correlation?: string;
  stream?: string;
  lane?: string;
  severity?: string;
  payload: string;
}

/** `one-roof events types`: the vocabulary, and what of it may be emitted. */
export async function types(operator: Operator): Promise<Printout> {
  const found = await operator.read((session) => eventTypes(session));
  const text = table(
    ['domain', 'type', 'stream', 'lane', 'severity', 'active', 'approval'],
    found.map((row) => [
      row.domain,
      row.type,
      row.stream,
      row.lane,
      row.severity,
      row.active ? 'yes' : 'no',
      row.approval_ref,
    ]),
  );
  return { json: found, text };
}

/** `one-roof events emit TYPE`: emits one event. Exit code 3 if the database refuses it. */
export async function emit(operator: Operator, type: string, options: EmitOptions): Promise<Printout> {
  const event = describeEvent({ type, ...options });
  const receipt = await operator.write((session) =>
    emitEvent(session, event, { actor: operator.actor.actor, source: 'one-roof-cli' }),
  );
  const done = receipt.emitted ? 'Emitted' : 'Emitted before:';
  return {
    json: receipt,
    text: terminal(`${done} ${receipt.id} at (${receipt.epoch}, ${receipt.xid}, ${receipt.position}).`),
  };
}

/** `one-roof events lag`: how far the outbox has come, what waits, and who holds readers back. */
export async function lag(operator: Operator): Promise<Printout> {
  const found = await operator.read((session) => eventLag(session));
  const text = terminal(
    `${count(found.events, 'event')}, epoch ${found.epoch}; ${found.queued} queued${found.oldest_queued_at === null ? '' : ` since ${found.oldest_queued_at}`}, ${found.dead} dead.`,
    `Fence at transaction ${found.fence_xid}: ${count(found.behind_fence, 'event')} behind it.`,
    found.holder === null
      ? 'No transaction holds it.'
      : `Held by ${found.holder} (${found.holder_user ?? 'a user this role may not see'}, database ${found.holder_database ?? 'unknown'}) since ${found.holder_since ?? 'unknown'}, query since ${found.holder_query_start ?? 'unknown'}.`,
  );
  return { json: found, text };
}
