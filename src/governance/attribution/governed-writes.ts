import { z } from 'zod';
import { GovernedWrite } from '../../contract/answers/writes.ts';
import { OneRoofError } from '../../contract/errors.ts';
import type { Query } from '../../contract/routes.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRow } from '../../database/parse-rows.ts';
import { keysetPage } from '../ownership/keyset-page.ts';
import type { List, Page } from '../ownership/keyset-page.ts';
import { parseObjectAddress } from '../ownership/ownership-detail.ts';

const writes = {
  view: 'v_governed_write',
  columns: Object.fromEntries(Object.keys(GovernedWrite.shape).map((name) => [name, name])),
  sorts: { written_at: ['id'] },
  key: ['id'],
  filters: { object: 'collection = ?', item: "kind = 'item' and item = any (?)" },
  row: GovernedWrite,
} satisfies List<typeof GovernedWrite>;

/**
 * Recorded writes to governed collections, with who really wrote them, in the order in which they were written.
 *
 * @throws OneRoofError ONE_ROOF_BAD_REQUEST if the object is no collection, or an item is asked for without one.
 */
export async function governedWrites(
  session: ReadSession,
  query: Query<'writes'>,
): Promise<Page<z.output<typeof GovernedWrite>>> {
  const object = query.object === undefined ? null : parseObjectAddress(query.object);
  if (object !== null && object.type !== 'collection') {
    throw new OneRoofError('ONE_ROOF_BAD_REQUEST', 'Writes are recorded for collections', {
      subject: 'object',
      expected: 'a collection',
      found: query.object ?? '',
    });
  }
  if (object === null && query.item !== undefined) {
    throw new OneRoofError('ONE_ROOF_BAD_REQUEST', 'item needs object', {
      subject: 'item',
      expected: 'the collection of the item as object',
    });
  }
  const item =
    object === null || query.item === undefined ? undefined : await writtenKeys(session, object.ref, query.item);
  return keysetPage(session, writes, { ...query, object: object?.ref, item });
}

/** How a key of a collection stands in its recorded writes: compared as the database compares keys of that type. */
async function writtenKeys(session: ReadSession, collection: string, item: string): Promise<string[]> {
  const outcome = await session.query('select written_keys($1, $2) as keys', [collection, item]);
  return parseRow(z.object({ keys: z.array(z.string()) }), outcome).keys;
}
