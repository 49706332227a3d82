import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import type { ReadSession } from '../../database/sessions/session.ts';

/** @throws OneRoofError ONE_ROOF_NOT_FOUND naming the first that has not been discovered. */
export async function requireCollections(session: ReadSession, collections: readonly string[]): Promise<void> {
  const { rows } = await session.query(
    `select c from unnest($1::text[]) as c where c not in (select collection_name from collection_registry) limit 1`,
    [collections],
  );
  if (rows.length === 0) return;
  const unknown = z.string().parse(rows[0]?.['c']);
  throw new OneRoofError('ONE_ROOF_NOT_FOUND', `There is no collection ${unknown}`, {
    subject: unknown,
    fix: 'Check the spelling. A new collection is known after the next scan: `one-roof scan`.',
  });
}
