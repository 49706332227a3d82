import { OwnershipDetail } from '../../contract/answers/coverage.ts';
import { OneRoofError } from '../../contract/errors.ts';
import type { Data } from '../../contract/routes.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRows } from '../../database/parse-rows.ts';
import ownershipDetailSql from './ownership-detail.sql';

/** An object by type and name; written `collection:articles` or `group:GRP-AI`. */
export interface ObjectAddress {
  type: string;
  ref: string;
}

/** Reads `type:ref`; without a type it is a collection. */
export function parseObjectAddress(text: string): ObjectAddress {
  const colon = text.indexOf(':');
  return colon < 0 ? { type: 'collection', ref: text } : { type: text.slice(0, colon), ref: text.slice(colon + 1) };
}

/**
 * Names the accountable owners of one object per active scope, with the reason: every owner row met on the climb through its
 * containers.
 *
 * @throws OneRoofError ONE_ROOF_NOT_FOUND, naming the object.
 */
export async function ownershipDetail(session: ReadSession, object: ObjectAddress): Promise<Data<'ownershipDetail'>[]> {
  const { rows } = await session.query('select object_is_known($1, $2) as known', [object.type, object.ref]);
  if (rows[0]?.['known'] === true) {
    return parseRows(OwnershipDetail, await session.query(ownershipDetailSql, [object.type, object.ref]));
  }
  throw new OneRoofError('ONE_ROOF_NOT_FOUND', `There is no object ${object.type}:${object.ref}`, {
    subject: `${object.type}:${object.ref}`,
    expected: 'a collection or group that One-Roof has discovered',
    fix: 'Check the spelling. A new collection is known after the next scan: `one-roof scan`.',
  });
}
