import type { Session } from '../../database/session.ts';

/** What somebody is about to do with a collection: change its schema, or write items of it. */
export type GuardedAct = 'schema' | 'write';

/** Asks the guards before anything is done. @throws the error that the trigger would raise, if it would. */
export async function checkGuard(session: Session, act: GuardedAct, collections: readonly string[]): Promise<void> {
  await session.query('select check_guard($1, c) from unnest($2::text[]) as c', [act, collections]);
}
