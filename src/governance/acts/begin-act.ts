import type { WriteSession } from '../../database/sessions/session.ts';
import type { Actor } from './actor.ts';

/** An act on governance: who does it, what it is called, why, and by which approval. */
export interface Act extends Actor {
  action: string;
  reason: string;
  approvalRef?: string;
}

/**
 * Says, for the rest of the transaction, whose act it is. Every statement that changes what is asserted is then recorded with
 * it by the database; without a reason it is refused there.
 */
export async function beginAct(
  session: WriteSession,
  { actor, actorKind, action, reason, approvalRef }: Act,
): Promise<void> {
  await session.query(
    `select set_config('one_roof.actor', $1, true), set_config('one_roof.actor_kind', $2, true), set_config('one_roof.action', $3, true),
       set_config('one_roof.reason', $4, true), set_config('one_roof.approval', $5, true)`,
    [actor, actorKind, action, reason, approvalRef ?? ''],
  );
}
