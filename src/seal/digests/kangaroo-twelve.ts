import type { Digest } from './algorithms.ts';

/*
 * KangarooTwelve (KT128 of RFC 9861) without customisation: the algorithms `k12-256` and `k12-512` of the registry. A tree of
 * TurboSHAKE128 sponges over pieces of 8 KiB. Lanes of 64 bits as BigInt: slow, and rarely asked for.
 */

const MASK = (1n << 64n) - 1n;
const RATE = 168;
const PIECE = 8192;

/** Constants of the last twelve of Keccak's 24 rounds. */
const ROUND_CONSTANTS = [
  0x000000008000808bn,
  0x800000000000008bn,
  0x8000000000008089n,
  0x8000000000008003n,
  0x8000000000008002n,
  0x8000000000000080n,
  0x000000000000800an,
  0x800000008000000an,
  0x8000000080008081n,
  0x8000000000008080n,
  0x0000000080000001n,
  0x8000000080008008n,
];

/** How far the lane at x + 5y is rotated. */
const ROTATIONS = [0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14].map(
  BigInt,
);

const rotate = (lane: bigint, by: bigint): bigint => ((lane << by) | (lane >> (64n - by))) & MASK;

function permute(lanes: BigUint64Array): void {
  const at = (index: number): bigint => lanes[index] ?? 0n;
  for (const constant of ROUND_CONSTANTS) {
    const parity = [0, 1, 2, 3, 4].map((x) => at(x) ^ at(x + 5) ^ at(x + 10) ^ at(x + 15) ^ at(x + 20));
    const moved = new BigUint64Array(25);
    for (let x = 0; x < 5; x++) {
      const mix = (parity[(x + 4) % 5] ?? 0n) ^ rotate(parity[(x + 1) % 5] ?? 0n, 1n);
      for (let y = 0; y < 5; y++) {
        moved[y + 5 * ((2 * x + 3 * y) % 5)] = rotate(at(x + 5 * y) ^ mix, ROTATIONS[x + 5 * y] ?? 0n);
      }
    }
    for (let y = 0; y < 25; y += 5) {
      for (let x = 0; x < 5; x++) {
        lanes[x + y] =
          (moved[x + y] ?? 0n) ^ (~(moved[((x + 1) % 5) + y] ?? 0n) & MASK & (moved[((x + 2) % 5) + y] ?? 0n));
      }
    }
    lanes[0] = at(0) ^ constant;
  }
}

/** TurboSHAKE128: a sponge that takes bytes and, closed with a domain, gives as many as one wants. */
class Sponge {
  readonly #lanes = new BigUint64Array(25);
  readonly #bytes = new Uint8Array(this.#lanes.buffer);
  #position = 0;

  take(bytes: Uint8Array): void {
    for (const byte of bytes) {
      this.#bytes[this.#position] = (this.#bytes[this.#position] ?? 0) ^ byte;
      if (++this.#position === RATE) {
        permute(this.#lanes);
        this.#position = 0;
      }
    }
  }

  give(domain: number, length: number): Buffer {
    this.#bytes[this.#position] = (this.#bytes[this.#position] ?? 0) ^ domain;
    this.#bytes[RATE - 1] = (this.#bytes[RATE - 1] ?? 0) ^ 0x80;
    permute(this.#lanes);
    return Buffer.from(this.#bytes.subarray(0, length));
  }
}

/** `length_encode` of the specification: the number in as few bytes as it needs, then how many these are. */
function encodeLength(number: number): Buffer {
  const bytes: number[] = [];
  for (let rest = number; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.from([...bytes, bytes.length]);
}

/** KangarooTwelve with a digest of `length` bytes, at most 168. */
export function kangarooTwelve(length: number): Digest {
  const trunk = new Sponge();
  let leaf: Sponge | null = null;
  let leaves = 0;
  let filled = 0;

  function take(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length;) {
      if (filled === PIECE) {
        closePiece();
        leaf = new Sponge();
        filled = 0;
      }
      const part = bytes.subarray(from, from + PIECE - filled);
      (leaf ?? trunk).take(part);
      filled += part.length;
      from += part.length;
    }
  }

  function closePiece(): void {
    if (leaf === null) trunk.take(Buffer.from([3, 0, 0, 0, 0, 0, 0, 0]));
    else {
      trunk.take(leaf.give(0x0b, 32));
      leaves++;
    }
  }

  return {
    update: take,
    hex() {
      take(encodeLength(0));
      if (leaf === null) return trunk.give(0x07, length).toString('hex');
      closePiece();
      trunk.take(encodeLength(leaves));
      trunk.take(Buffer.from([0xff, 0xff]));
      return trunk.give(0x06, length).toString('hex');
    },
  };
}
