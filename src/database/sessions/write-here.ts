import { cloneWrite, productionWrite } from './classes.ts';
import { localSearchPath, SCHEMA } from '../sql-text.ts';
import type { SessionSource, WriteSession } from './session.ts';

/**
 * Writes in production or on a clone, for acts that both allow (scan, register a plan): through the connection class that
 * fits, which proves the place again inside its own transaction.
 */
export async function writeHere<Result>(
  source: SessionSource,
  work: (session: WriteSession) => Promise<Result>,
): Promise<Result> {
  const isClone = await source.use(async (session) => {
    await session.query(`begin read only; ${localSearchPath(SCHEMA)}`);
    try {
      return (await session.query('select is_proven_clone() as is_clone')).rows[0]?.['is_clone'] === true;
    } finally {
      await session.query('rollback');
    }
  });
  return isClone ? cloneWrite(source, work) : productionWrite(source, work);
}
