import { rejectionOf } from '../servers.ts';
import type { TestDatabase } from '../test-database.ts';

/**
 * How far a file of PostgreSQL may grow, as startPostgres() takes it: further than a segment of its log, and not to the end of a page, where it
 * would speak of the file and not of the disk. PostgreSQL ignores SIGXFSZ "so that ulimit violations work like disk full"
 * (postmaster.c), and so do we: a small file system of our own would need rights that not everybody has.
 */
export const FILE_BLOCKS = 40_001;

/** Rows of a table that nobody ever sees: they take the room, and their transaction fails because there is none. */
const FILLERS = {
  'one_roof.governance_ledger': `
    (epoch, at, actor_kind, session_user_name, action, object, detail_digest, xid, content, digest)
    select 0, now(), 'operator', '', '', generate_series(1, 1000000)::text, '', '0', '', ''`,
  agents: `(code) select 'F' || generate_series(1, 2000000)`,
} as const;

/** Fills a table up to where its file may not grow. */
export async function fill(db: TestDatabase, table: keyof typeof FILLERS): Promise<void> {
  const full = await rejectionOf(
    db.sqlAsSuperuser(`set session_replication_role = replica; insert into ${table} ${FILLERS[table]}`),
  );
  if (full['code'] !== '53100') throw full;
}

/** Makes room again. */
export async function makeRoom(db: TestDatabase, table: keyof typeof FILLERS): Promise<void> {
  await db.sqlAsSuperuser(`vacuum ${table}`);
}
