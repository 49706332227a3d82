import type { TrustedKey } from './trust-line.ts';
import { unpinned } from './pinned-key.ts';
import type { SshPublicKey } from '../ssh/ssh-public-key.ts';

/** A confirmation whose signature verified: at a time, a key of one person said that a key is another person's. */
export interface KeyConfirmation {
  holder: string;
  key: SshPublicKey;
  /** When the holder gave the key up. */
  revoked: Date | null;
  signer: string;
  by: SshPublicKey;
  /** The time of receipt. */
  at: Date;
  /** When the confirmation was withdrawn. */
  withdrawn: Date | null;
  /** Why the database does not let it pin anything; see key_confirmation_problem (SQL). */
  problem: string | null;
}

/**
 * The keys that are pinned by what people confirmed. One counts once it was confirmed by a key that was pinned then: by the trust file, or
 * by another key that counts.
 *
 * @param named the keys of the trust file.
 * @param startsWithPair it starts with the first two people who confirmed each other, each with the key that the other confirmed. Only
 *   the first two: a pair that somebody makes up later is confirmed by nobody.
 */
export function confirmedKeys(
  named: readonly TrustedKey[],
  startsWithPair: boolean,
  confirmations: readonly KeyConfirmation[],
): TrustedKey[] {
  const sound = confirmations
    .filter(
      ({ holder, signer, key, by, revoked, at }) =>
        holder !== signer && key.line !== by.line && (revoked === null || revoked > at),
    )
    .toSorted((one, other) => one.at.getTime() - other.at.getTime());
  const pinned = new Map<string, TrustedKey>();
  const pin = (confirmation: KeyConfirmation) => {
    const before = pinned.get(confirmation.key.line);
    pinned.set(
      confirmation.key.line,
      before === undefined ? trusted(confirmation) : longer(before, trusted(confirmation)),
    );
  };
  const isPinned = ({ signer, by, at }: KeyConfirmation) =>
    unpinned({ keys: [...named, ...pinned.values()], fault: null }, signer, by, at) === null;

  const pair = startsWithPair ? firstPair(sound) : [];
  if (pair.every(({ problem }) => problem === null)) pair.forEach(pin);
  let waiting = sound.filter((confirmation) => confirmation.problem === null && !pair.includes(confirmation));
  for (;;) {
    const counting = waiting.filter(isPinned);
    if (counting.length === 0) return [...pinned.values()];
    counting.forEach(pin);
    waiting = waiting.filter((confirmation) => !counting.includes(confirmation));
  }
}

/**
 * The two who confirmed each other first. What the database objects to is not asked here: otherwise whoever makes it object to the first
 * pair would let another one be the first.
 */
function firstPair(sound: readonly KeyConfirmation[]): KeyConfirmation[] {
  for (const [index, later] of sound.entries()) {
    const earlier = sound
      .slice(0, index)
      .find(
        ({ holder, signer, key, by, revoked, withdrawn }) =>
          holder === later.signer &&
          signer === later.holder &&
          key.line === later.by.line &&
          by.line === later.key.line &&
          [revoked, withdrawn].every((end) => end === null || end > later.at),
      );
    if (earlier !== undefined) return [earlier, later];
  }
  return [];
}

/** The line that a confirmation takes the place of. It ends with the key, or with the confirmation. */
function trusted({ holder, key, revoked, withdrawn }: KeyConfirmation): TrustedKey {
  const ends = [revoked, withdrawn].filter((end) => end !== null);
  const validBefore = ends.length === 0 ? null : new Date(Math.min(...ends.map((end) => end.getTime())));
  return { line: 0, principals: [holder], namespaces: null, validAfter: null, validBefore, key };
}

/** Of two confirmations of a key, the one that lasts longer. */
function longer(one: TrustedKey, other: TrustedKey): TrustedKey {
  if (one.validBefore === null || other.validBefore === null) return one.validBefore === null ? one : other;
  return one.validBefore >= other.validBefore ? one : other;
}
