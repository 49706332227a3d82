import type { Accountability } from '@directus/types';
import type { Actor } from '../governance/acts/actor.ts';

/** Who a flow acts for: the user who triggered it or, where nobody did, the flow. */
export function flowActor(accountability: Accountability | null): Actor {
  return accountability?.user
    ? { actor: `directus:${accountability.user}`, actorKind: 'human' }
    : { actor: 'directus:flow', actorKind: 'service' };
}
