import { PROPOSALS } from '../../../../contract/proposals.ts';
import type { ActionHandler } from '../handler.ts';

/** Activates a type of event. */
export default {
  refs: ['one-roof:activate_event_type'],
  handler: async (session, { code, proposed_action }) => {
    const { event_domain, event_type } = PROPOSALS.event.schema.parse(proposed_action);
    await session.query('select activate_event_type($1, $2, $3)', [event_domain, event_type, code]);
  },
} satisfies ActionHandler;
