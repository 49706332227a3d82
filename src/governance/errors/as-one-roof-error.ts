import { logLine } from '../../text/terminal.ts';
import type { LogLine } from '../../text/terminal.ts';
import { OneRoofError, SQLSTATES } from '../../contract/errors.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import { isConnectionLoss } from '../../database/sessions/connection-loss.ts';
import { DatabaseRefusal } from '../../database/refusal.ts';
import type { RefusalKind } from '../../database/refusal.ts';
import { SQLSTATE } from '../../database/sessions/sqlstates.ts';

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
  [SQLSTATE.lock_not_available]: 'PostgreSQL gave up waiting for a lock that somebody else holds',
  [SQLSTATE.query_canceled]: 'PostgreSQL cancelled a statement that took too long',
  [SQLSTATE.serialization_failure]: 'Somebody else changed the same rows meanwhile',
  [SQLSTATE.deadlock_detected]: 'Somebody else changed the same rows meanwhile',
};

/** SQLSTATEs of PostgreSQL having no room left. */
const EXHAUSTED: Readonly<Record<string, string>> = {
  [SQLSTATE.disk_full]: 'The disk of PostgreSQL is full',
  [SQLSTATE.out_of_memory]: 'PostgreSQL has no memory left',
  [SQLSTATE.configuration_limit_exceeded]: 'A limit of PostgreSQL is reached',
};

/** The `reason` of an error that says that PostgreSQL is away. */
export const CONNECTION_LOST = 'connection_lost';

interface DatabaseError {
  code: string;
  message: string;
  hint?: string;
}

/**
 * Translates a refusal of the database layer or of one of our triggers, a timeout or a lost connection into an error of ours.
 * Returns null for anything else.
 */
export function asOneRoofError(thrown: unknown): OneRoofError | null {
  if (thrown instanceof OneRoofError) return thrown;
  if (thrown instanceof DatabaseRefusal) {
    const { message, expected, found, fix } = thrown;
    return new OneRoofError(CODES[thrown.kind], message, { expected, found, fix, reason: thrown.kind });
  }
  const { code, message, hint, name } = (thrown ?? {}) as Partial<DatabaseError & Error>;
  if (name === 'KnexTimeoutError') return timedOut('No connection to the database is available');
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

/** The error that closes the installation. Anything unknown becomes ONE_ROOF_NOT_READY. */
export function closed(thrown: unknown): OneRoofError {
  const known = asOneRoofError(thrown);
  if (known !== null) return known;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new OneRoofError('ONE_ROOF_NOT_READY', message, {
    fix: 'See the PostgreSQL log for the statement that failed.',
  });
}

/** Line of the log for the error that closes the installation: what is wrong, what was expected, what opens it. */
export function closedLine({ message, extensions }: OneRoofError): LogLine {
  const { expected, found, fix } = extensions;
  const reason = [
    `One-Roof is closed: ${message}`,
    expected === undefined ? null : `expected ${expected}, found ${String(found)}`,
    fix === undefined ? null : `to open it: ${fix}`,
  ].filter((part) => part !== null);
  return logLine(`${reason.join('; ')} Directus is not affected.`);
}
