import type { OneRoofError } from '../../contract/errors.ts';
import { asOneRoofError } from '../../governance/errors/as-one-roof-error.ts';

/** The error of ours that a database error stands for, without the statement that Knex puts before its message; null: none. */
export function asDirectusError(thrown: unknown): OneRoofError | null {
  const { code, message, hint } = (thrown ?? {}) as { code?: unknown; message?: unknown; hint?: unknown };
  // Other errors are Directus's to tell, also the timeouts that asOneRoofError() knows.
  if (typeof code !== 'string' || !/^(OR\d{3}|ONE_ROOF_\w+)$/.test(code) || typeof message !== 'string') return null;
  if (code.startsWith('ONE_ROOF_')) return asOneRoofError(thrown);
  const known = asOneRoofError({
    code,
    message: message.slice(message.lastIndexOf(' - ') + 1).replace(/^- /, ''),
    ...(typeof hint === 'string' ? { hint } : {}),
  });
  // A flow keeps of an error what is enumerable: there the message is a part of what its next step can read.
  return known === null ? null : Object.defineProperty(known, 'message', { enumerable: true });
}
