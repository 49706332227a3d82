import { entropyToMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestWords } from '../../../src/signing/digest-words.ts';
import { passkeyChallenge } from '../../../src/signing/passkey/passkey-challenge.ts';
import { parseStatement, printStatement } from '../../../src/signing/statement.ts';
import type { Statement } from '../../../src/signing/statement.ts';

const digest = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: 64, maxLength: 64 });
const line = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((text) => text === text.trim() && !/(?![\u200C\u200D])\p{C}|[\u2028\u2029]/u.test(text) && text !== '');

const moment = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2999-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const common = {
  request: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/),
  revision: fc.integer({ min: 1, max: 2_147_483_647 }),
  digest,
  packet: fc.option(digest),
  plan: fc.option(digest),
  environment: fc.constantFrom('none/1', '0b1d6b7e-0000-4000-8000-000000000001/7'),
  signer: line,
  meaning: line,
  nonce: fc.option(fc.stringMatching(/^[A-Za-z0-9_-]{22,43}$/)),
  signed: moment,
  expires: moment,
};
const none = fc.constant(null);
const statements: fc.Arbitrary<Statement> = fc.oneof(
  fc.record({
    ...common,
    act: fc.constant('vote' as const),
    choice: fc.constantFrom('approve', 'reject', 'abstain'),
    rationale: digest,
    covers: none,
  }),
  fc.record({ ...common, act: fc.constantFrom('sign', 'confirm'), choice: none, rationale: none, covers: none }),
  fc.record({
    ...common,
    act: fc.constant('permit' as const),
    choice: none,
    rationale: none,
    covers: line.filter((text) => text !== 'none'),
  }),
  fc.record({
    ...common,
    act: fc.constant('pin' as const),
    request: none,
    revision: none,
    choice: none,
    rationale: none,
    covers: line.filter((text) => text !== 'none'),
  }),
);

const EXAMPLE: Statement = {
  act: 'sign',
  request: 'APR-1',
  revision: 1,
  digest: 'ab'.repeat(32),
  packet: null,
  plan: 'cd'.repeat(32),
  environment: 'none/1',
  choice: null,
  rationale: null,
  covers: null,
  signer: 'president@example.org',
  meaning: 'I authorise this release.',
  nonce: null,
  signed: '2029-12-31T00:00:00.000Z',
  expires: '2030-01-01T00:00:00.000Z',
};

describe('statements', () => {
  it('are read as they were printed, and in no other form', () => {
    fc.assert(
      fc.property(statements, (statement) => {
        expect(parseStatement(printStatement(statement))).toEqual(statement);
      }),
    );
    expect(printStatement(EXAMPLE)).toBe(
      [
        'One-Roof statement v2',
        'act: sign',
        'request: APR-1',
        'revision: 1',
        `digest: ${'ab'.repeat(32)}`,
        `words: ${digestWords(EXAMPLE.digest)}`,
        'packet: none',
        `plan: ${'cd'.repeat(32)}`,
        'environment: none/1',
        'choice: none',
        'rationale: none',
        'covers: none',
        'signer: president@example.org',
        'meaning: I authorise this release.',
        'nonce: none',
        'signed: 2029-12-31T00:00:00.000Z',
        'expires: 2030-01-01T00:00:00.000Z',
        '',
      ].join('\n'),
    );
  });

  it('with a changed byte say something else, or nothing', () => {
    const bytes = Buffer.from(printStatement(EXAMPLE));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const changed = Buffer.from(bytes);
        changed[at] = changed[at]! ^ mask;
        expect(parseStatement(changed.toString('utf8'))).not.toEqual(EXAMPLE);
      }),
    );
    const text = bytes.toString();
    for (const other of [
      text.slice(0, -1),
      `${text}\n`,
      text.replaceAll('\n', '\r\n'),
      text.replace('revision: 1', 'revision: 01'),
    ])
      expect(parseStatement(other)).toBeNull();
  });

  it.each([
    'two\nlines',
    'carriage\rreturn',
    'nul\0',
    'separator\u2028',
    'turned \u202Eetirw',
    'zero\u200Bwidth',
    ' space before',
    'half \uD800',
    '',
  ])('cannot hold %j', (value) => {
    for (const field of ['signer', 'meaning'])
      expect(() => printStatement({ ...EXAMPLE, [field]: value })).toThrow(
        `${field} cannot be part of a signed statement`,
      );
  });
});

describe('what a statement has to say', () => {
  it.each([
    ['a vote without a choice', { act: 'vote', rationale: 'ab'.repeat(32) }],
    ['a signature with a choice', { choice: 'approve', rationale: 'ab'.repeat(32) }],
    ['a run permit that covers nothing', { act: 'permit' }],
    ['a signature that covers a run', { covers: 'REL-1 operator:x 2030-01-01T00:00:00.000Z' }],
  ])('%s is none', (_what, change) => {
    expect(() => printStatement({ ...EXAMPLE, ...change } as Statement)).toThrow(
      'cannot be part of a signed statement',
    );
  });
});

describe('the words of a digest', () => {
  it('are the first six that BIP-39 makes of it', () => {
    fc.assert(
      fc.property(digest, (hex) => {
        const theirs = entropyToMnemonic(Uint8Array.from(Buffer.from(hex, 'hex')), wordlist).split(' ');
        expect(digestWords(hex).split(' ')).toEqual(theirs.slice(0, 6));
      }),
    );
    expect(() => digestWords('AB'.repeat(32))).toThrow('64 hex digits');
  });
});

describe('the challenge of a passkey', () => {
  it('is another one where any part of the round is another', () => {
    const round = {
      digest: EXAMPLE.digest,
      nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
      user: '0b1d6b7e-0000-4000-8000-000000000001',
      expires: EXAMPLE.expires,
      statement: 'x',
    };
    // sha256 of the parts of the round, computed with another program.
    expect(passkeyChallenge(round)).toBe('RfQkxvm431n95gBg2McxMx16awtEbRHANWC-1-AVcxs');
    const changed = Object.keys(round).map((part) => passkeyChallenge({ ...round, [part]: 'y' }));
    expect(new Set([...changed, passkeyChallenge(round)]).size).toBe(6);
  });
});
