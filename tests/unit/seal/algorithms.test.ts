import { describe, expect, it } from 'vitest';
import { ALGORITHM_NAMES, algorithmNamed } from '../../../src/seal/digests/algorithms.ts';
import { runProgram } from '../../harness/sealed-folders.ts';

/** IANA, Named Information Hash Algorithm Registry: everything that is not reserved. */
const REGISTERED =
  'sha-256 sha-256-128 sha-256-120 sha-256-96 sha-256-64 sha-256-32 sha-384 sha-512 sha3-224 sha3-256 sha3-384 sha3-512 blake2s-256 blake2b-256 blake2b-512 k12-256 k12-512';

const digestOf = (name: string, bytes: Buffer, piece = 1000): string => {
  const digest = algorithmNamed(name)!.begin();
  for (let from = 0; from < bytes.length; from += piece) digest.update(bytes.subarray(from, from + piece));
  return digest.hex();
};

/** The pattern of the test vectors of RFC 9861. */
const pattern = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, index) => index % 251));

describe('checksum algorithms', () => {
  it('are all that the registry of RFC 8493 has, and MD5 and SHA-1', () => {
    const names = REGISTERED.split(' ').map((name) => algorithmNamed(name)?.name);
    expect(names).toEqual(REGISTERED.replaceAll('-', '').split(' '));
    expect(ALGORITHM_NAMES).toEqual(expect.arrayContaining(['md5', 'sha1']));
  });

  it('give digests of the length that they say, whole or in pieces', () => {
    for (const name of ALGORITHM_NAMES) {
      const digest = digestOf(name, pattern(3000));
      expect(digest, name).toMatch(new RegExp(`^[0-9a-f]{${algorithmNamed(name)!.length * 2}}$`));
      expect(digestOf(name, pattern(3000), 7), name).toBe(digest);
    }
  });

  it.each([
    ['sha-256', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['SHA2-256', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['sha-256-32', 'ba7816bf'],
    ['MD5', '900150983cd24fb0d6963f7d28e17f72'],
    ['BLAKE2b-256', 'bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319'],
    ['SHA3-256', '3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532'],
  ])('%s of abc', (name, expected) => expect(digestOf(name, Buffer.from('abc'))).toBe(expected));

  // RFC 9861 §5: KT128 of the pattern.
  it.each([
    [0, '1ac2d450fc3b4205d19da7bfca1b37513c0803577ac7167f06fe2ce1f0ef39e5'],
    [17, '6bf75fa2239198db4772e36478f8e19b0f371205f6a9a93a273f51df37122888'],
    [17 ** 4, '8701045e22205345ff4dda05555cbb5c3af1a771c2b89baef37db43d9998b9fe'],
  ])('k12-256 of %i bytes', (length, expected) => expect(digestOf('k12-256', pattern(length))).toBe(expected));

  it('BLAKE2b-256 is that of Python at the edges of blocks', () => {
    const lengths = [0, 127, 128, 129, 256, 4097];
    const script =
      'import sys,hashlib\nfor n in sys.argv[1:]: print(hashlib.blake2b(bytes(i%251 for i in range(int(n))),digest_size=32).hexdigest())';
    const theirs = runProgram('python3', ['-c', script, ...lengths.map(String)])
      .output.trim()
      .split('\n');
    expect(lengths.map((length) => digestOf('blake2b-256', pattern(length)))).toEqual(theirs);
  });

  it.each(['', 'sha0', 'sha', 'sha257', 'constructor', 'sha2-1', 'crc32'])('knows no %j', (name) =>
    expect(algorithmNamed(name)).toBeNull(),
  );
});
