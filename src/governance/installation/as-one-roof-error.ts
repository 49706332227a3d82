import { OneRoofError, SQLSTATES } from '../../contract/errors.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import { isConnectionLoss } from '../../database/connection-loss.ts';
import { DatabaseRefusal } from '../../database/refusal.ts';
import type { RefusalKind } from '../../database/refusal.ts';

const CODES: Record<RefusalKind, ErrorCode> = {
  unsupported_database: 'ONE_ROOF_SCHEMA_INCOMPATIBLE',
  directus_not_found: 'ONE_ROOF_SCHEMA_INCOMPATIBLE',
  foreign_schema: 'ONE_ROOF_SCHEMA_INCOMPATIBLE',
  schema_newer: 'ONE_ROOF_SCHEMA_INCOMPATIBLE',
  schema_outdated: 'ONE_ROOF_SCHEMA_INCOMPATIBLE',
  not_installed: 'ONE_ROOF_NOT_READY',
  privilege_missing: 'ONE_ROOF_NOT_READY',
  database_not_allowed: 'ONE_ROOF_READ_REFUSED',
  row_limit: 'ONE_ROOF_READ_REFUSED',
  no_connection: 'ONE_ROOF_TIMED_OUT',
  another_database: 'ONE_ROOF_GUARD_REFUSED',
  objects_depend: 'ONE_ROOF_PRECONDITION_FAILED',
  not_a_clone: 'ONE_ROOF_GUARD_REFUSED',
  is_a_clone: 'ONE_ROOF_GUARD_REFUSED',
};

/** SQLSTATEs of PostgreSQL giving up on a statement: waiting for a lock, or working for too long. */
const TIMEOUTS: Readonly<Record<string, string>> = {
  '55P03': 'PostgreSQL gave up waiting for a lock that somebody else holds',
  '57014': 'PostgreSQL cancelled a statement that took too long',
  '40001': 'Somebody else changed the same rows meanwhile',
  '40P01': 'Somebody else changed the same rows meanwhile',
};

/** The SQLSTATE of a disk on which there is no room. */
export const DISK_FULL = '53100';

/** SQLSTATEs of PostgreSQL having no room left. */
const EXHAUSTED: Readonly<Record<string, string>> = {
  [DISK_FULL]: 'The disk of PostgreSQL is full',
  '53200': 'PostgreSQL has no memory left',
  '53400': 'A limit of PostgreSQL is reached',
};

/** The `reason` of an error that says that PostgreSQL is away. */
export const CONNECTION_LOST = 'connection_lost';

interface DatabaseError {
  code: string;
  message: string;
  hint?: string;
}

/** The error of ours that something thrown stands for: a refusal of the database layer or of one of our triggers, a timeout. Null: none. */
export function asOneRoofError(thrown: unknown): OneRoofError | null {
  if (thrown instanceof OneRoofError) return thrown;
  if (thrown instanceof DatabaseRefusal) {
    const { message, expected, found, fix } = thrown;
    return new OneRoofError(CODES[thrown.kind], message, { expected, found, fix, reason: thrown.kind });
  }
  const { code, message, hint, name } = (thrown ?? {}) as Partial<DatabaseError & Error>;
  if (name === 'KnexTimeoutError') return timedOut('There is no connection to the database to be had');
  if (isConnectionLoss(thrown)) {
    return new OneRoofError('ONE_ROOF_NOT_READY', 'PostgreSQL ended the connection, or does not take a new one', {
      fix: 'Try again in some seconds. If this stays, see whether PostgreSQL runs, and how many connections it allows.',
      reason: CONNECTION_LOST,
    });
  }
  const full = code === undefined ? undefined : EXHAUSTED[code];
  if (full !== undefined) {
    return new OneRoofError('ONE_ROOF_NOT_READY', full, {
      fix: 'Make room for PostgreSQL. Nothing was written.',
      reason: 'exhausted',
    });
  }
  const timeout = code === undefined ? undefined : TIMEOUTS[code];
  if (timeout !== undefined) return timedOut(timeout);
  const known = code === undefined ? undefined : SQLSTATES[code];
  if (known === undefined || message === undefined) return null;
  return new OneRoofError(known, message, hint === undefined ? {} : { fix: hint });
}

function timedOut(message: string): OneRoofError {
  return new OneRoofError('ONE_ROOF_TIMED_OUT', message, {
    fix: 'Try again in some seconds. If this stays, pg_stat_activity shows who holds the lock or keeps the database busy.',
  });
}
