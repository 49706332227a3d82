import type { ActionHandler } from '../handler.ts';

/** Actions that a release applies. */
export default {
  refs: ['one-roof:authorize_build_step', 'one-roof:assign_governance_owner', 'one-roof:grant_governance_exception'],
  handler: 'It is carried out by a release: `one-roof release apply`.',
} satisfies ActionHandler;
