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
  if (owned) {
    await session.query(
      `insert into governance_write_rule (collection_name, reason, created_by) values ($1, $2, $3) on conflict (collection_name) do nothing`,
      [collection, by.reason, by.actor],
    );
  } else {
    await session.query('delete from governance_write_rule where collection_name = $1', [collection]);
  }
}
