import { cloneWrite, productionWrite } from '../../database/connection-classes.ts';
import { localSearchPath, SCHEMA } from '../../database/schema.ts';
import type { Session, SessionSource } from '../../database/session.ts';

/**
 * Writes wherever we are, for the acts that a clone and production both allow (scan, register a plan): through the class
 * of connection that fits, which proves the place again inside its own transaction.
 */
export async function writeHere<Result>(
  source: SessionSource,
  work: (session: Session) => Promise<Result>,
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
