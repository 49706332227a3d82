import { Permit } from '../../contract/answers/guards.ts';
import { OneRoofError } from '../../contract/errors.ts';
import type { ReadSession, WriteSession } from '../../database/sessions/session.ts';
import type { Actor } from '../acts/actor.ts';
import { beginAct } from '../acts/begin-act.ts';
import { parseRow, parseRows } from '../../database/parse-rows.ts';
import { requireCollections } from './require-collections.ts';

/** Kind of a permit: `window` lets changes of schema pass for a time, `override` lets anything pass. */
export type PermitKind = 'window' | 'override';

const TABLES = { window: 'governance_change_window', override: 'governance_override' } as const;
const OPEN = { window: 'open_change_window', override: 'open_override' } as const;
const CLOSE = { window: 'close_change_window', override: 'close_override' } as const;

/** The longest time for each, in seconds; the table has the same. */
const LONGEST = { window: 7 * 86_400, override: 86_400 } as const;

const COLUMNS = `id, collections, reason, created_at, created_by, expires_at, closed_at, closed_at is null and expires_at > now() as open`;

/**
 * Opens a change window or an override, for some collections or (null) for every one. It ends by itself.
 *
 * @throws OneRoofError ONE_ROOF_BAD_REQUEST for a time that is too long; ONE_ROOF_NOT_FOUND for an unknown collection.
 */
export async function openPermit(
  session: WriteSession,
  kind: PermitKind,
  asked: { collections: readonly string[] | null; seconds: number },
  by: Actor & { reason: string },
): Promise<Permit> {
  if (asked.seconds > LONGEST[kind]) {
    throw new OneRoofError('ONE_ROOF_BAD_REQUEST', `The ${kind} would be open for too long`, {
      expected: `at most ${LONGEST[kind] / 3600} hours`,
      found: `${asked.seconds / 3600} hours`,
    });
  }
  if (asked.collections !== null) await requireCollections(session, asked.collections);
  await beginAct(session, { ...by, action: `${kind}.open` });
  return parseRow(
    Permit,
    await session.query(`select ${COLUMNS} from ${OPEN[kind]}($1, $2, $3, $4)`, [
      asked.collections,
      by.reason,
      asked.seconds,
      by.actor,
    ]),
  );
}

/**
 * Closes one that is open. What the tables look like when a window is closed is what is accepted from then on.
 *
 * @throws OneRoofError ONE_ROOF_NOT_FOUND
 */
export async function closePermit(
  session: WriteSession,
  kind: PermitKind,
  id: number,
  by: Actor & { reason: string },
): Promise<Permit> {
  await beginAct(session, { ...by, action: `${kind}.close` });
  const outcome = await session.query(`select ${COLUMNS} from ${CLOSE[kind]}($1, $2)`, [id, by.actor]);
  if (outcome.rowCount === 0) {
    throw new OneRoofError('ONE_ROOF_NOT_FOUND', `There is no open ${kind} ${id}`, {
      subject: `${kind}:${id}`,
      fix: `\`one-roof ${kind} list\` shows them.`,
    });
  }
  const permit = parseRow(Permit, outcome);
  if (kind === 'window') {
    await session.query(
      `select accept_structure(collection_name) from collection_registry
       where governance_role in ('governed', 'locked') and ($1::text[] is null or collection_name = any ($1))`,
      [permit.collections],
    );
  }
  return permit;
}

/** Every open one, however old, and the last of the others; newest first. */
export async function listPermits(session: ReadSession, kind: PermitKind): Promise<Permit[]> {
  return parseRows(
    Permit,
    await session.query(`
      select ${COLUMNS} from ${TABLES[kind]}
      where closed_at is null and expires_at > now() or id in (select id from ${TABLES[kind]} order by id desc limit 50)
      order by id desc`),
  );
}
