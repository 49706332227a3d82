import { wordlist } from '@scure/bip39/wordlists/english.js';
import { SHA256 } from '../contract/digest.ts';

/** The words in their order, with a space between: for a verifier that has nothing but PostgreSQL. */
export const WORD_LIST = wordlist.join(' ');

const WORDS = 6;
const BITS_PER_WORD = 11;

/**
 * The first 66 bits of a digest as six words (the English list of BIP-39: 2048 words, 11 bits each), so that a person can
 * compare what two independent channels show. Whoever does not choose what is digested needs about 2⁶⁶ tries to find something
 * else with the same words; who chooses both needs 2³³. So words are compared and digests are signed, never the other way round.
 *
 * @param digest 64 hex digits, lower case.
 */
export function digestWords(digest: string): string {
  if (!SHA256.test(digest)) throw new RangeError('a digest has 64 hex digits');
  const bits = BigInt(`0x${digest}`) >> BigInt(256 - WORDS * BITS_PER_WORD);
  return Array.from({ length: WORDS }, (_, index) => wordAt(bits >> BigInt((WORDS - 1 - index) * BITS_PER_WORD))).join(
    ' ',
  );
}

/** The word of the lowest 11 bits. */
function wordAt(bits: bigint): string {
  return wordlist[Number(bits & BigInt(wordlist.length - 1))] ?? '';
}
