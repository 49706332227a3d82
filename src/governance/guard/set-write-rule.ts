import type { WriteSession } from '../../database/sessions/session.ts';
import type { Actor } from '../acts/actor.ts';
import { beginAct } from '../acts/begin-act.ts';
import { requireCollections } from './require-collections.ts';

/** Makes the items of a collection need an accountable owner of `execution`, or frees them. */
export async function setWriteRule(
  session: WriteSession,
  collection: string,
  owned: boolean,
  by: Actor & { reason: string },
): Promise<void> {
  await requireCollections(session, [collection]);
  await beginAct(session, { ...by, action: 'guard.writes' });
  await session.query('select set_write_rule($1, $2, $3, $4)', [collection, owned, by.reason, by.actor]);
}
