import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { unpinned } from '../../../src/signing/trust/pinned-key.ts';
import { verifySshSignature } from '../../../src/signing/ssh/ssh-signature.ts';
import { parseTrustFile } from '../../../src/signing/trust/trust-file.ts';
import { armor, HAS_SSH_KEYGEN, makeRsaKey, makeSecurityKey, SshKeygen } from '../../harness/councils/ssh-keys.ts';
import type { SshKey } from '../../harness/councils/ssh-keys.ts';

const MESSAGE = 'One-Roof signature statement v1\nrequest: APR-1\n';
const PERSON = 'president@example.org';
const NOW = new Date('2030-06-01T00:00:00Z');
const stamp = (date: Date): string => date.toISOString().replace(/[-:T]|\.\d+/g, '');

interface Question {
  trust: string;
  signature: string;
  person?: string;
  message?: string;
}

/** True if a signature as a whole is good: it verifies, and the trust file names its key. */
function accepts({ trust, signature, person = PERSON, message = MESSAGE }: Question): boolean {
  const verified = verifySshSignature(signature, message);
  try {
    return verified.ok && unpinned({ keys: parseTrustFile(trust), fault: null }, person, verified.key, NOW) === null;
  } catch {
    return false;
  }
}

const bytesOf = (armored: string): Buffer => Buffer.from(armored.split('\n').slice(1, -2).join(''), 'base64');

/** Every byte of the signature in turn, with a bit of it turned. */
function expectEveryByteToMatter(key: SshKey): void {
  const bytes = bytesOf(key.sign(MESSAGE));
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = changed[at]! ^ (1 << (at % 8));
    const verified = verifySshSignature(armor(changed), MESSAGE);
    // Another key with the same signature is none of ours; every other change breaks the signature.
    expect(verified.ok && verified.key.line === key.line, `byte ${at}`).toBe(false);
  }
}

describe.each(['ed25519', 'ecdsa'] as const)('signatures of a security key (%s)', (kind) => {
  it('verify, and no byte of them can be changed', () => {
    const key = makeSecurityKey(kind);
    expect(accepts({ trust: `${PERSON} ${key.line}`, signature: key.sign(MESSAGE) })).toBe(true);
    expectEveryByteToMatter(key);
  });

  it('for something else are refused', () => {
    const key = makeSecurityKey(kind);
    expect(verifySshSignature(key.sign(MESSAGE, 'git'), MESSAGE)).toMatchObject({ ok: false, found: 'one for git' });
    expect(verifySshSignature(key.sign(MESSAGE), `${MESSAGE} `)).toMatchObject({
      ok: false,
      problem: 'signature_invalid',
    });
  });

  it('are refused where nobody touched it', () => {
    const found = 'nobody touched the authenticator';
    expect(verifySshSignature(makeSecurityKey(kind, { touched: false }).sign(MESSAGE), MESSAGE)).toMatchObject({
      ok: false,
      found,
    });
  });
});

describe('signatures of an RSA key', () => {
  it('verify with SHA-2 and 2048 bits, and not with less', () => {
    for (const name of ['rsa-sha2-256', 'rsa-sha2-512'] as const) {
      const key = makeRsaKey(2048, name);
      expect(accepts({ trust: `${PERSON} ${key.line}`, signature: key.sign(MESSAGE) }), name).toBe(true);
    }
    const found = (key: SshKey) => verifySshSignature(key.sign(MESSAGE), MESSAGE);
    expect(found(makeRsaKey(2048, 'ssh-rsa'))).toMatchObject({
      ok: false,
      found: expect.stringContaining('this one ssh-rsa') as string,
    });
    expect(found(makeRsaKey(1024, 'rsa-sha2-512'))).toMatchObject({
      ok: false,
      found: expect.stringContaining('this one 1024') as string,
    });
  });
});

describe('the armor of a signature', () => {
  it('has one form', () => {
    const signature = makeSecurityKey('ed25519').sign(MESSAGE);
    expect(verifySshSignature(signature.replaceAll('\n', '\r\n'), MESSAGE).ok).toBe(true);
    fc.assert(
      fc.property(fc.nat(signature.length - 2), fc.integer({ min: 1, max: 127 }), (at, mask) => {
        const changed = Buffer.from(signature);
        changed[at] = changed[at]! ^ mask;
        expect(verifySshSignature(changed.toString('latin1'), MESSAGE).ok).toBe(false);
      }),
    );
    for (const text of [
      '',
      'x'.repeat(20_000),
      `${signature}\n${signature}`,
      signature.replace('BEGIN SSH', 'BEGIN PGP'),
    ])
      expect(verifySshSignature(text, MESSAGE)).toMatchObject({ ok: false, problem: 'signature_invalid' });
  });

  it('can hold anything without harm', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(verifySshSignature(armor(Buffer.concat([Buffer.from('SSHSIG\0\0\0\x01'), bytes])), MESSAGE).ok).toBe(
          false,
        );
      }),
    );
  });
});

if (HAS_SSH_KEYGEN) describe('signatures of ssh-keygen', compareWithSshKeygen);
else it.skip('signatures of ssh-keygen: openssh-client 9.1 or later is not here', () => undefined);

function compareWithSshKeygen(): void {
  const keygen = new SshKeygen();
  afterAll(() => keygen.remove());
  const keys = ([['ed25519'], ['ecdsa', 256], ['ecdsa', 384], ['ecdsa', 521], ['rsa', 2048]] as const).map(
    ([type, bits]) => keygen.makeKey(type, bits),
  );
  const [key, other] = keys as [SshKey, SshKey];
  const signature = key.sign(MESSAGE);
  const trust = `${PERSON} ${key.line}`;

  it('verify, whatever the key, and no byte of them can be changed', () => {
    for (const each of [
      ...keys,
      makeSecurityKey('ed25519'),
      makeSecurityKey('ecdsa', { application: 'cms.example.org' }),
    ]) {
      const question = {
        trust: `# keys\n\n${PERSON} namespaces="one-roof" ${each.line} comment`,
        signature: each.sign(MESSAGE),
      };
      expect([accepts(question), keygen.accepts({ ...question, person: PERSON, message: MESSAGE })], each.line).toEqual(
        [true, true],
      );
    }
    for (const each of keys) expectEveryByteToMatter(each);
    expect(accepts({ trust, signature: key.sign(MESSAGE, 'one-roof', ['hashalg=sha256']) })).toBe(true);
  });

  it.each<[string, Question]>([
    ['another namespace', { trust, signature: key.sign(MESSAGE, 'git') }],
    ['another key', { trust, signature: other.sign(MESSAGE) }],
    ['a changed message', { trust, signature, message: MESSAGE.replace('APR-1', 'APR-2') }],
    ['a message without its last line break', { trust, signature, message: MESSAGE.trimEnd() }],
    ['another person', { trust, signature, person: 'other@example.org' }],
    ['capitals in the name', { trust, signature, person: PERSON.toUpperCase() }],
    ['a key for another namespace', { trust: `${PERSON} namespaces="git,file" ${key.line}`, signature }],
    ['a key that is not valid any more', { trust: `${PERSON} valid-before="20300531Z" ${key.line}`, signature }],
    ['a key that is not valid yet', { trust: `${PERSON} valid-after="203006010001Z" ${key.line}`, signature }],
    ['a certificate authority', { trust: `${PERSON} cert-authority ${key.line}`, signature }],
    ['an unknown option', { trust: `${PERSON} anything ${key.line}`, signature }],
    [
      'an option that stands twice',
      { trust: `${PERSON} namespaces="one-roof",namespaces="one-roof" ${key.line}`, signature },
    ],
    ['an empty trust file', { trust: '', signature }],
    ['a person that is excluded', { trust: `*,!${PERSON} ${key.line}`, signature }],
  ])('of %s are refused, by ssh-keygen too', (_, question) => {
    const theirs = keygen.accepts({ person: PERSON, message: MESSAGE, at: stamp(NOW), ...question });
    expect([accepts(question), theirs]).toEqual([false, false]);
  });

  it.each<[string, Question]>([
    ['several principals', { trust: `other@example.org ${other.line}\n${PERSON} ${key.line}`, signature }],
    ['principals in quotes', { trust: `"${PERSON}" ${key.line}`, signature }],
    [
      'options in capitals',
      {
        trust: `${PERSON} NAMESPACES="git,one-roof",valid-after="20300101Z",valid-before="20300601000000Z" ${key.line}`,
        signature,
      },
    ],
    ['Windows line ends', { trust: `# x\r\n${PERSON} ${key.line}\r\n`, signature }],
  ])('with %s are accepted, by ssh-keygen too', (_, question) => {
    expect([
      accepts(question),
      keygen.accepts({ person: PERSON, message: MESSAGE, at: stamp(NOW), ...question }),
    ] as unknown).toEqual([true, true]);
  });

  it('are refused by us alone where a line could mean more than it seems to', () => {
    for (const line of [
      `*@example.org ${key.line}`,
      `${PERSON} namespaces="one-*" ${key.line}`,
      `${PERSON} valid-before="20990101" ${key.line}`,
    ]) {
      expect(keygen.accepts({ trust: line, person: PERSON, message: MESSAGE, signature }), line).toBe(true);
      expect(accepts({ trust: line, signature }), line).toBe(false);
    }
  });
}
