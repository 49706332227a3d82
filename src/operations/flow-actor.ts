import type { Accountability } from '@directus/types';
import type { Actor } from '../governance/acts/actor.ts';

/** Names the actor of a flow: the user who triggered it, or else the flow itself. */
export function flowActor(accountability: Accountability | null): Actor {
  return accountability?.user
    ? { actor: `directus:${accountability.user}`, actorKind: 'human' }
    : { actor: 'directus:flow', actorKind: 'service' };
}
