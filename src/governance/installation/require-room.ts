import { localSearchPath, SCHEMA } from '../../database/sql-text.ts';
import type { Session } from '../../database/sessions/session.ts';

/**
 * Insists that the ledger can be written. Keeps nothing.
 *
 * @throws what PostgreSQL throws where there is no room for it.
 */
export async function requireRoom(session: Session): Promise<void> {
  await session.query(
    `begin; set local statement_timeout = '5s'; set local lock_timeout = '3s'; ${localSearchPath(SCHEMA)}`,
  );
  try {
    await session.query('select require_room()');
  } finally {
    await session.query('rollback');
  }
}
