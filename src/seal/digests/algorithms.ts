import { createHash } from 'node:crypto';
import { blake2b } from './blake2b.ts';
import { kangarooTwelve } from './kangaroo-twelve.ts';

/** A digest that is being computed over bytes that come in pieces. */
export interface Digest {
  update(bytes: Uint8Array): void;
  /** The digest in lower-case hex. */
  hex(): string;
}

/** A checksum algorithm under its BagIt name: lower case, letters and digits only. */
export interface Algorithm {
  readonly name: string;
  /** How many bytes its digest has. */
  readonly length: number;
  /** Name in `node:crypto`, where it has the algorithm and the digest is used whole. */
  readonly native: string | null;
  begin(): Digest;
}

/** An algorithm of `node:crypto`, its digest cut to `length` bytes where the registry asks for that. */
function ofNode(name: string, native: string, length: number, whole = length): Algorithm {
  return {
    name,
    length,
    native: length === whole ? native : null,
    begin() {
      const hash = createHash(native);
      return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex').slice(0, length * 2) };
    },
  };
}

/**
 * Algorithms that RFC 8493 §2.4 allows: everything in IANA's Named Information Hash Algorithm Registry, MD5 and SHA-1
 * for old bags; and SHA-224 and SHA-512/t, which the tools of GNU and BSD write.
 */
const ALGORITHMS: readonly Algorithm[] = [
  ofNode('md5', 'md5', 16),
  ofNode('sha1', 'sha1', 20),
  ofNode('sha224', 'sha224', 28),
  ofNode('sha256', 'sha256', 32),
  ofNode('sha256128', 'sha256', 16, 32),
  ofNode('sha256120', 'sha256', 15, 32),
  ofNode('sha25696', 'sha256', 12, 32),
  ofNode('sha25664', 'sha256', 8, 32),
  ofNode('sha25632', 'sha256', 4, 32),
  ofNode('sha384', 'sha384', 48),
  ofNode('sha512', 'sha512', 64),
  ofNode('sha512224', 'sha512-224', 28),
  ofNode('sha512256', 'sha512-256', 32),
  ofNode('sha3224', 'sha3-224', 28),
  ofNode('sha3256', 'sha3-256', 32),
  ofNode('sha3384', 'sha3-384', 48),
  ofNode('sha3512', 'sha3-512', 64),
  ofNode('blake2s256', 'blake2s256', 32),
  ofNode('blake2b512', 'blake2b512', 64),
  // Node's OpenSSL has these not.
  { name: 'blake2b256', length: 32, native: null, begin: () => blake2b(32) },
  { name: 'k12256', length: 32, native: null, begin: () => kangarooTwelve(32) },
  { name: 'k12512', length: 64, native: null, begin: () => kangarooTwelve(64) },
];

const BY_NAME = new Map(ALGORITHMS.map((algorithm) => [algorithm.name, algorithm]));

/** Names of all algorithms, as they stand in file names of manifests. */
export const ALGORITHM_NAMES: readonly string[] = [...BY_NAME.keys()];

/** The algorithm of a name such as `sha256`, `SHA-256`, `SHA2-256` or `BLAKE2b-256`; null for one that nobody knows. */
export function algorithmNamed(name: string): Algorithm | null {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return BY_NAME.get(plain) ?? BY_NAME.get(plain.replace(/^sha2(?=(224|256|384|512)$)/, 'sha')) ?? null;
}

/** The algorithm that `md5sum`, `sha1sum` and their kin write digests of that many hex digits with; null for none. */
export function algorithmOfHexLength(digits: number): Algorithm | null {
  const names: Readonly<Record<number, string>> = {
    32: 'md5',
    40: 'sha1',
    56: 'sha224',
    64: 'sha256',
    96: 'sha384',
    128: 'sha512',
  };
  return algorithmNamed(names[digits] ?? '');
}

/** The algorithm of every seal that is made here. */
export const SHA256 = ofNode('sha256', 'sha256', 32);
