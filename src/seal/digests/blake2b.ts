import type { Digest } from './algorithms.ts';

/*
 * BLAKE2b with a digest shorter than 64 bytes (RFC 7693): the length is a parameter of the first state, so a shorter digest
 * is no prefix of a longer one, and Node's OpenSSL has the longest only. Words of 64 bits as BigInt: slow, and rarely asked for.
 */

const MASK = (1n << 64n) - 1n;

const IV = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
];

/** Which word of the message each of the twelve rounds takes when. */
const SIGMA = [
  '0123456789abcdef',
  'ea489fd61c02b753',
  'b8c052fdae367194',
  '7931dcbe265a40f8',
  '905724afe1bc683d',
  '2c6a0b834d75fe19',
  'c51fed4a0763928b',
  'db7ec13950f4862a',
  '6fe9b308c2d714a5',
  'a2847615fb9e3cd0',
  '0123456789abcdef',
  'ea489fd61c02b753',
].map((row) => Array.from(row, (digit) => parseInt(digit, 16)));

const COLUMNS_AND_DIAGONALS = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

const BLOCK = 128;

const rotate = (word: bigint, by: bigint): bigint => ((word >> by) | (word << (64n - by))) & MASK;

/** BLAKE2b without a key, with a digest of `length` bytes. */
export function blake2b(length: number): Digest {
  const state = BigUint64Array.from(IV);
  state[0] = (state[0] ?? 0n) ^ 0x01010000n ^ BigInt(length);
  const block = Buffer.alloc(BLOCK);
  let filled = 0;
  let total = 0n;

  function compress(last: boolean): void {
    const v = BigUint64Array.from([...state, ...IV]);
    const at = (index: number): bigint => v[index] ?? 0n;
    v[12] = at(12) ^ (total & MASK);
    if (last) v[14] = at(14) ^ MASK;
    const message = Array.from({ length: 16 }, (_, word) => block.readBigUInt64LE(word * 8));
    for (const row of SIGMA) {
      for (const [step, [a, b, c, d]] of COLUMNS_AND_DIAGONALS.entries()) {
        v[a] = (at(a) + at(b) + (message[row[step * 2] ?? 0] ?? 0n)) & MASK;
        v[d] = rotate(at(d) ^ at(a), 32n);
        v[c] = (at(c) + at(d)) & MASK;
        v[b] = rotate(at(b) ^ at(c), 24n);
        v[a] = (at(a) + at(b) + (message[row[step * 2 + 1] ?? 0] ?? 0n)) & MASK;
        v[d] = rotate(at(d) ^ at(a), 16n);
        v[c] = (at(c) + at(d)) & MASK;
        v[b] = rotate(at(b) ^ at(c), 63n);
      }
    }
    for (let word = 0; word < 8; word++) state[word] = (state[word] ?? 0n) ^ at(word) ^ at(word + 8);
  }

  return {
    update(bytes) {
      for (let from = 0; from < bytes.length;) {
        // A full block is the last one only if nothing follows: it waits until something does.
        if (filled === BLOCK) {
          total += BigInt(BLOCK);
          compress(false);
          filled = 0;
        }
        const part = bytes.subarray(from, from + BLOCK - filled);
        block.set(part, filled);
        filled += part.length;
        from += part.length;
      }
    },
    hex() {
      total += BigInt(filled);
      block.fill(0, filled);
      compress(true);
      return Buffer.from(state.buffer).toString('hex', 0, length);
    },
  };
}
