import type { Trust } from './read-trust.ts';
import type { Refused } from './signature-problem.ts';
import { refused } from './signature-problem.ts';
import { NAMESPACE } from './ssh-signature.ts';
import type { SshPublicKey } from './ssh-public-key.ts';
import type { TrustedKey } from './trust-line.ts';

/**
 * Whether the trust file names this key as that person's, for our namespace, at that time.
 *
 * @returns null where it does. A key that it names for several people is nobody's: it would not tell which of them signed.
 */
export function unpinned(trust: Trust, person: string, key: SshPublicKey, at: Date): Refused | null {
  if (trust.fault !== null) return trust.fault;
  const ofKey = trust.keys.filter((trusted) => trusted.key.line === key.line && signsForUs(trusted));
  const ofPerson = ofKey.filter((trusted) => trusted.principals.includes(person));
  const expected = `${key.fingerprint} in the trust file as a key of ${person}`;
  if (ofPerson.length === 0) {
    const found = ofKey.length === 0 ? 'no such line' : `a line for ${ofKey.flatMap(({ principals }) => principals).join(', ')}`;
    const fix = `Make sure on another channel that the key is theirs, then add: ${person} namespaces="${NAMESPACE}" ${key.line}`;
    return refused('key_unpinned', expected, found, fix);
  }
  const people = [...new Set(ofKey.flatMap(({ principals }) => principals))];
  if (people.length > 1)
    return refused('key_shared', `${expected} alone`, `lines for ${people.join(', ')}`, 'Give everybody a key of their own.');
  if (ofPerson.some((trusted) => isValid(trusted, at))) return null;
  const found = `valid ${ofPerson.map(period).join('; ')}; it is ${at.toISOString()}`;
  return refused(
    'key_expired',
    `${expected}, valid now`,
    found,
    'Change valid-after and valid-before of the line, or sign with another key.',
  );
}

function signsForUs({ namespaces }: TrustedKey): boolean {
  return namespaces === null || namespaces.includes(NAMESPACE);
}

function isValid({ validAfter, validBefore }: TrustedKey, at: Date): boolean {
  return (validAfter === null || at >= validAfter) && (validBefore === null || at <= validBefore);
}

function period({ validAfter, validBefore }: TrustedKey): string {
  return `from ${validAfter?.toISOString() ?? 'ever'} until ${validBefore?.toISOString() ?? 'ever'}`;
}
