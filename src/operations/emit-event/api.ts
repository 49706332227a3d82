import type { OperationApiConfig } from '@directus/types';
import { describeEvent } from '../../governance/emission/describe-event.ts';
import { emitEvent } from '../../governance/emission/emit-event.ts';
import { currentInstallation } from '../../governance/installation/current-installation.ts';
import { flowActor } from '../flow-actor.ts';
import { rejecting } from '../operation-rejected.ts';

interface Options {
  event_type?: string | null;
  /** `table:ref`, what the event is about. */
  subject?: string | null;
  /** Its canonical address, where that is another one than the subject. */
  canonical_address?: string | null;
  correlation_id?: string | null;
  payload?: Record<string, unknown> | string | null;
}

/**
 * *Emit governance event*: writes an event to the outbox, in a transaction of its own. Resolves with where it stands; takes the
 * failure path when the type is unknown or inactive, or the event is not as its type wants it. Nothing is written then.
 */
const emitEventOperation: OperationApiConfig<Options> = {
  id: 'one-roof-emit-event',
  handler: (options, { accountability }) =>
    rejecting(async () => {
      const event = describeEvent({
        type: options.event_type ?? '',
        subject: options.subject,
        address: options.canonical_address,
        correlation: options.correlation_id,
        payload: options.payload,
      });
      const by = { actor: flowActor(accountability).actor, source: 'directus-flow' };
      return currentInstallation().write((session) => emitEvent(session, event, by));
    }),
};

export default emitEventOperation;
