import { requireProposal } from '../../requests/require-proposal.ts';
import type { ActionHandler } from '../handler.ts';

/** Applies a delegation: of seats, or of the policy. */
export default {
  refs: ['one-roof:delegate_authority'],
  handler: async (session, { code, subject, proposed_action }, actor) => {
    requireProposal(subject, proposed_action);
    await session.query('select apply_delegation($1, $2)', [code, actor]);
  },
} satisfies ActionHandler;
