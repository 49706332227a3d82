import { createHash } from 'node:crypto';
import { SHA256 } from '../../contract/digest.ts';
import { z } from 'zod';

const DOMAIN = 'one-roof/v1';
const SEPARATOR = '\0';

/** Base64url in its one form: another text never means the same bytes. */
export const Base64Url = z
  .string()
  .min(1)
  .max(100_000)
  .refine((text) => Buffer.from(text, 'base64url').toString('base64url') === text, 'base64url without padding');

/** Subject of one act of signing with a passkey. */
export const SigningRound = z.object({
  /** The digest of the revision. */
  digest: z.string().regex(SHA256),
  /** Made for this round and consumed by it: at least 16 random bytes in base64url. */
  nonce: z.string().regex(/^[A-Za-z0-9_-]{22,200}$/, 'at least 16 bytes in base64url'),
  /** The Directus user. */
  user: z.guid().lowercase(),
  /** When the nonce expires. */
  expires: z.iso.datetime({ precision: 3 }),
  statement: z.string().min(1),
});
export type SigningRound = z.infer<typeof SigningRound>;

/**
 * Challenge that the passkey signs, in base64url. No part has a NUL in it, so none can be taken for a part of another.
 */
export function passkeyChallenge({ digest, nonce, user, expires, statement }: SigningRound): string {
  const statementDigest = createHash('sha256').update(statement, 'utf8').digest('hex');
  return createHash('sha256')
    .update([DOMAIN, digest, nonce, user, expires, statementDigest].join(SEPARATOR), 'utf8')
    .digest('base64url');
}
