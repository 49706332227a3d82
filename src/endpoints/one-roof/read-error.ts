import { OneRoofError } from '../../contract/errors.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import { asOneRoofError } from '../../governance/errors/as-one-roof-error.ts';

/** Errors that say what is wrong with the installation: names of databases, roles, privileges, settings. */
const INTERNAL: ReadonlySet<ErrorCode> = new Set([
  'ONE_ROOF_NOT_READY',
  'ONE_ROOF_SCHEMA_INCOMPATIBLE',
  'ONE_ROOF_READ_REFUSED',
]);

/** Caller of a route that failed, and whether they asked for something in particular. */
export interface Asked {
  isAdmin: boolean;
  hasParameters: boolean;
}

/** The error that a route answers with, or null if it is none of ours. Only administrators are told what is wrong with us. */
export function readError(thrown: unknown, { isAdmin, hasParameters }: Asked): OneRoofError | null {
  const known = asOneRoofError(thrown) ?? (hasParameters ? badValue(thrown) : null);
  if (known === null || isAdmin || !INTERNAL.has(known.code)) return known;
  return new OneRoofError('ONE_ROOF_NOT_READY', 'One-Roof is not ready');
}

/** SQLSTATE class 22, data exception: a value that passed our schemas and that PostgreSQL does not take. */
function badValue(thrown: unknown): OneRoofError | null {
  const { code, message } = (thrown ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code !== 'string' || !/^22[0-9A-Z]{3}$/.test(code)) return null;
  return new OneRoofError('ONE_ROOF_BAD_REQUEST', 'A parameter has a value that PostgreSQL does not accept', {
    subject: 'query',
    expected: 'plain text and numbers',
    found: String(message),
  });
}
