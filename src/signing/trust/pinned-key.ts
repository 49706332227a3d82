import type { Trust } from './trust.ts';
import type { Refused } from '../signature-problem.ts';
import { refused } from '../signature-problem.ts';
import { NAMESPACE } from '../ssh/ssh-signature.ts';
import type { SshPublicKey } from '../ssh/ssh-public-key.ts';
import type { TrustedKey } from './trust-line.ts';

/**
 * Checks that the trust names this key as that person's, for a namespace of ours, at that time.
 *
 * @returns null where it does. A key that it names for several people is nobody's: it would not tell which of them signed.
 */
export function unpinned(
  trust: Trust,
  person: string,
  key: SshPublicKey,
  at: Date,
  namespace = NAMESPACE,
): Refused | null {
  if (trust.fault !== null) return trust.fault;
  const ofKey = trust.keys.filter((trusted) => trusted.key.line === key.line && signsForUs(trusted, namespace));
  const ofPerson = ofKey.filter((trusted) => trusted.principals.includes(person));
  const confirmed = trust.pinning === 'enrolled' ? ', or confirmed by the other person,' : '';
  const expected = `${key.fingerprint} in the trust file${confirmed} as a key of ${person}`;
  if (ofPerson.length === 0) {
    const found =
      ofKey.length === 0 ? 'no such line' : `a line for ${ofKey.flatMap(({ principals }) => principals).join(', ')}`;
    const line = `${person} namespaces="${namespace}" ${key.line}`;
    const fix =
      trust.pinning === 'enrolled'
        ? `Make sure on another channel that the key is theirs. Then the other person confirms it on the page Ratification (or \`one-roof key confirm\`); or add to the trust file: ${line}`
        : `Make sure on another channel that the key is theirs, then add: ${line}`;
    return refused('key_unpinned', expected, found, fix);
  }
  const people = [...new Set(ofKey.flatMap(({ principals }) => principals))];
  if (people.length > 1)
    return refused(
      'key_shared',
      `${expected} alone`,
      `lines for ${people.join(', ')}`,
      'Give everybody a key of their own.',
    );
  if (ofPerson.some((trusted) => isValid(trusted, at))) return null;
  const found = `valid ${ofPerson.map(period).join('; ')}; it is ${at.toISOString()}`;
  return refused(
    'key_expired',
    `${expected}, valid now`,
    found,
    'Change valid-after and valid-before of the line, or sign with another key.',
  );
}

/** Tells whether a line of the trust file lets its key sign for One-Roof, in one of its namespaces. */
export function signsForUs({ namespaces }: TrustedKey, namespace = NAMESPACE): boolean {
  return namespaces === null || namespaces.includes(namespace);
}

function isValid({ validAfter, validBefore }: TrustedKey, at: Date): boolean {
  return (validAfter === null || at >= validAfter) && (validBefore === null || at <= validBefore);
}

function period({ validAfter, validBefore }: TrustedKey): string {
  return `from ${validAfter?.toISOString() ?? 'ever'} until ${validBefore?.toISOString() ?? 'ever'}`;
}
