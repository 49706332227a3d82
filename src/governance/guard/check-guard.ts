import type { ReadSession } from '../../database/sessions/session.ts';

/** Act on a collection that is about to happen: a change of its schema, or a write of items. */
export type GuardedAct = 'schema' | 'write';

/** Asks the guards before anything is done. @throws the error that the trigger would raise, if it would. */
export async function checkGuard(session: ReadSession, act: GuardedAct, collections: readonly string[]): Promise<void> {
  await session.query('select check_guard($1, c) from unnest($2::text[]) as c', [act, collections]);
}
