import { DatabaseRefusal } from '../refusal.ts';
import type { Session } from './session.ts';

/**
 * Makes sure that a session is in the database that was asked for by name, whatever else its configuration says.
 *
 * @throws DatabaseRefusal `another_database`
 */
export async function requireDatabase(session: Session, wanted: string): Promise<void> {
  const { rows } = await session.query('select current_database()::text as name');
  const found = String(rows[0]?.['name']);
  if (found === wanted) return;
  throw new DatabaseRefusal('another_database', {
    message: `The connection leads to database ${found}, not to ${wanted}`,
    expected: wanted,
    found,
    fix: 'Correct DB_CONNECTION_STRING, or set DB_HOST, DB_PORT, DB_DATABASE, DB_USER and DB_PASSWORD instead of it.',
  });
}
