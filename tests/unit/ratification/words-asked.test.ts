import { describe, expect, it } from 'vitest';
import { digestWords } from '../../../src/signing/digest-words.ts';
import { requireWords } from '../../../src/governance/ratification/commands/sign-with-passkey.ts';
import type { Signing } from '../../../src/governance/ratification/commands/signing.ts';

const PACKET = 'cd'.repeat(32);
const DIGEST = 'ab'.repeat(32);

const signing = (packet: string | null): Signing => ({
  request: {
    code: 'APR-1',
    revision: 1,
    revision_digest: DIGEST,
    packet_tree_sha256: packet,
  } as never,
  signer: { user: 'u', person: 'president@example.org', first_name: '', last_name: '', email: '' },
  planned: { act: 'sign', meaning: 'I authorise this release.' },
  environment: 'none/1',
});
/** The nonce whose first bytes are these: they choose which two words are asked for. */
const nonce = (...bytes: number[]) =>
  Buffer.from([...bytes, ...Array.from({ length: 30 }, () => 0)]).toString('base64url');
const word = (digest: string, place: number) => digestWords(digest).split(' ')[place - 1] ?? '';

describe('the words that a signer enters', () => {
  it('are two of the packet, in capitals or not, other ones for another nonce', () => {
    expect(() =>
      requireWords(signing(PACKET), nonce(0, 0), [word(PACKET, 1), ` ${word(PACKET, 2).toUpperCase()}`]),
    ).not.toThrow();
    expect(() => requireWords(signing(PACKET), nonce(5, 0), [word(PACKET, 1), word(PACKET, 6)])).not.toThrow();
  });

  it('are of the request where it has no packet', () => {
    expect(() => requireWords(signing(null), nonce(0, 0), [word(DIGEST, 1), word(DIGEST, 2)])).not.toThrow();
  });

  it.each([
    ['none', []],
    ['one', [word(PACKET, 1)]],
    ['of another packet', [word(DIGEST, 1), word(DIGEST, 2)]],
    ['in another order', [word(PACKET, 2), word(PACKET, 1)]],
  ])('are refused: %s', (_title, words) => {
    expect(() => requireWords(signing(PACKET), nonce(0, 0), words)).toThrow(
      'words do not match what you are about to sign',
    );
  });
});
