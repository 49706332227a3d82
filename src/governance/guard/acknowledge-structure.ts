import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import type { WriteSession } from '../../database/sessions/session.ts';
import type { Actor } from '../acts/actor.ts';
import { beginAct } from '../acts/begin-act.ts';
import { parseRow } from '../../database/parse-rows.ts';
import { requireCollections } from './require-collections.ts';

/**
 * Takes what became of a collection's table where no guard looks for known, for a reason that the ledger keeps with all of it.
 *
 * @returns what was accepted.
 * @throws OneRoofError ONE_ROOF_NOT_FOUND where nothing differs.
 */
export async function acknowledgeStructure(
  session: WriteSession,
  collection: string,
  by: Actor & { reason: string },
): Promise<string[]> {
  await requireCollections(session, [collection]);
  await beginAct(session, { ...by, action: 'guard.acknowledge' });
  const outcome = await session.query('select acknowledge_structure($1) as accepted', [collection]);
  const { accepted } = parseRow(z.object({ accepted: z.array(z.string()) }), outcome);
  if (accepted.length > 0) return accepted;
  throw new OneRoofError('ONE_ROOF_NOT_FOUND', `Nothing of ${collection} differs from what was accepted`, {
    subject: collection,
    fix: '`one-roof guard status` lists what does.',
  });
}
