import { createSign, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isDerSignature } from '../../../src/signing/passkey/der-signature.ts';

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');

describe('an ECDSA signature in DER', () => {
  it('is what OpenSSL makes, whatever the size of its integers', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    for (let number = 0; number < 300; number++) {
      expect(isDerSignature(createSign('sha256').update(String(number)).sign(privateKey))).toBe(true);
    }
  });

  it.each([
    ['one of small integers', '30 06 02 01 01 02 01 7f', true],
    ['an integer whose first bit is set takes a byte before it', '30 07 02 02 00 80 02 01 01', true],
    ['nothing', '', false],
    ['another length around them', '30 05 02 01 01 02 01 7f', false],
    ['a byte more at the end', '30 06 02 01 01 02 01 7f 00', false],
    ['a byte more inside', '30 07 02 01 01 02 01 7f 00', false],
    ['an integer with a byte too many', '30 07 02 02 00 7f 02 01 01', false],
    ['a negative integer', '30 06 02 01 80 02 01 01', false],
    ['an integer of no byte', '30 05 02 00 02 01 01', false],
    ['one integer', '30 03 02 01 01', false],
    ['something else than an integer', '30 06 03 01 01 02 01 7f', false],
    ['an integer that ends outside', '30 06 02 01 01 02 20 7f', false],
  ])('%s', (_what, hex, expected) => {
    expect(isDerSignature(bytes(hex))).toBe(expected);
  });
});
