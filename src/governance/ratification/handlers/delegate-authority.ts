import { requireProposal } from '../requests/require-proposal.ts';
import type { Handler } from './handler.ts';

/** Carries out a delegation: of seats, or of the policy. */
export const delegateAuthority: Handler = async (session, { code, subject, proposed_action }, actor) => {
  requireProposal(subject, proposed_action);
  await session.query('select carry_out_delegation($1, $2)', [code, actor]);
};
