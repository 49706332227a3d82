import { OneRoofError, SQLSTATES } from '../contract/errors.ts';
import type { ErrorCode } from '../contract/errors.ts';
import { DatabaseRefusal } from '../database/refusal.ts';
import type { RefusalKind } from '../database/refusal.ts';

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
  const { code, message, hint } = (thrown ?? {}) as Partial<DatabaseError>;
  const timeout = code === undefined ? undefined : TIMEOUTS[code];
  if (timeout !== undefined) {
    return new OneRoofError('ONE_ROOF_TIMED_OUT', timeout, {
      fix: 'Try again in some seconds. If this stays, pg_stat_activity shows who holds the lock or keeps the database busy.',
    });
  }
  const known = code === undefined ? undefined : SQLSTATES[code];
  if (known === undefined || message === undefined) return null;
  return new OneRoofError(known, message, hint === undefined ? {} : { fix: hint });
}
