import { z } from 'zod';

/** Why a signature does not count. The meanings are in docs/signatures.md. */
export type SignatureProblem =
  | 'unsigned'
  | 'signature_unreadable'
  | 'signature_invalid'
  | 'method_unknown'
  | 'statement_mismatch'
  | 'signed_too_late'
  | 'key_mismatch'
  | 'key_unpinned'
  | 'key_expired'
  | 'key_shared'
  | 'trust_unreadable';

/** A no that explains itself. */
export interface Refused {
  ok: false;
  problem: SignatureProblem;
  expected: string;
  found: string;
  fix: string;
}

const SIGN_AGAIN = 'Read the request again and sign it again.';

/** @param fix what to do; by default: sign again. */
export function refused(problem: SignatureProblem, expected: string, found: string, fix = SIGN_AGAIN): Refused {
  return { ok: false, problem, expected, found, fix };
}

/** Message of an exception of a library, or of a reader of bytes. */
export function saidBy(error: unknown): string {
  if (error instanceof z.ZodError)
    return error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`).join('; ');
  return error instanceof Error ? error.message : 'something that cannot be read';
}
