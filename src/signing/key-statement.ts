import { parseSshPublicKey } from './ssh/ssh-public-key.ts';
import type { SshPublicKey } from './ssh/ssh-public-key.ts';
import { printStatement } from './statement.ts';
import { textDigest } from './verify-act.ts';

/** The meaning of a confirmed key. */
const MEANING = 'I asked its holder on another channel: this key is theirs.';

/** How long the statement that confirms a key may be handed in after it was written. */
const HANDED_IN_MS = 24 * 3_600_000;

/** Text of what a confirmation covers: the fingerprint of the key, and whose it is. */
export function keyCovers({ fingerprint }: Pick<SshPublicKey, 'fingerprint'>, holder: string): string {
  return `${fingerprint} ${holder}`;
}

/** The statement by which one person confirms that an enrolled key is the other's. Its digest is that of the key, as OpenSSH writes it. */
export function keyStatement(
  { key, holder }: { key: string; holder: string },
  signer: string,
  { environment, nonce, signed }: { environment: string; nonce: string | null; signed: Date },
): string {
  return printStatement({
    act: 'pin',
    request: null,
    revision: null,
    digest: textDigest(key),
    packet: null,
    plan: null,
    environment,
    choice: null,
    rationale: null,
    covers: keyCovers(parseSshPublicKey(key), holder),
    signer,
    meaning: MEANING,
    nonce,
    signed: signed.toISOString(),
    expires: new Date(signed.getTime() + HANDED_IN_MS).toISOString(),
  });
}
