import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  authenticationOptions,
  verifyAssertion,
  verifyStoredPasskey,
} from '../../../src/signing/passkey/passkey-assertion.ts';
import type { StoredPasskey } from '../../../src/signing/passkey/passkey-assertion.ts';
import type { SigningRound } from '../../../src/signing/passkey/passkey-challenge.ts';
import { passkeyCose, passkeyLine } from '../../../src/signing/passkey/passkey-key.ts';
import { registrationOptions, verifyRegistration } from '../../../src/signing/passkey/passkey-registration.ts';
import { relyingParty } from '../../../src/signing/passkey/relying-party.ts';
import { parseSshPublicKey } from '../../../src/signing/ssh/ssh-public-key.ts';
import { parseTrustFile } from '../../../src/signing/trust/trust-file.ts';
import { SoftAuthenticator } from '../../harness/councils/soft-authenticator.ts';

const PARTY = relyingParty('https://cms.example.org/admin');
const NOW = new Date('2030-06-01T00:00:00Z');
const nonce = (): string => randomBytes(32).toString('base64url');

const round = () => ({
  digest: 'ab'.repeat(32),
  nonce: nonce(),
  user: randomUUID(),
  expires: '2030-06-01T00:05:00.000Z',
  statement: 'One-Roof signature statement v1\n',
});

type Behaviour = Parameters<SoftAuthenticator['assert']>[1];

/** Enrols a passkey, and gives what verifying an assertion of it says. */
async function enrol(authenticator = new SoftAuthenticator('ES256', PARTY.origin)) {
  const challenge = nonce();
  const options = await registrationOptions(PARTY, { id: randomUUID(), name: 'a@x', displayName: 'A' }, challenge, []);
  const enrolled = await verifyRegistration(PARTY, authenticator.register(options), challenge);
  if (!enrolled.ok) throw new Error(enrolled.found);
  const { passkey } = enrolled;
  const sign = async (
    behaviour: Behaviour = {},
    asked: { signed?: SigningRound; expected?: SigningRound; counter?: number; at?: Date } = {},
  ) => {
    const { signed = round(), counter = passkey.counter, at = NOW } = asked;
    const response = authenticator.assert(await authenticationOptions(PARTY, signed, [passkey]), behaviour);
    return verifyAssertion(PARTY, asked.expected ?? signed, response, { ...passkey, counter }, at);
  };
  return { authenticator, passkey, sign };
}

async function storedPasskey(algorithm: 'ES256' | 'EdDSA'): Promise<StoredPasskey> {
  const { sign } = await enrol(new SoftAuthenticator(algorithm, PARTY.origin));
  const signed = await sign();
  if (!signed.ok) throw new Error(signed.found);
  return signed.stored;
}

describe('the relying party', () => {
  it('is the host of PUBLIC_URL', () => {
    expect(PARTY).toEqual({ id: 'cms.example.org', origin: 'https://cms.example.org' });
    expect(relyingParty('http://localhost:8055/')).toEqual({ id: 'localhost', origin: 'http://localhost:8055' });
  });

  it.each([
    ['http://127.0.0.1:8055', /no browser makes a passkey for an IP address.*localhost/],
    ['http://[::1]:8055', /IP address/],
    ['https://10.0.0.1', /IP address/],
    ['http://cms.example.org', /https/],
    ['/', /https:\/\/HOST/],
    [undefined, /https:\/\/HOST/],
  ])('cannot be made of %s', (url, expected) => {
    const extensions = expect.objectContaining({
      subject: 'PUBLIC_URL',
      expected: expect.stringMatching(expected) as string,
    }) as unknown;
    expect(() => relyingParty(url)).toThrow(
      expect.objectContaining({ code: 'ONE_ROOF_PRECONDITION_FAILED', extensions }),
    );
  });
});

describe('enrolling', () => {
  it('asks for a verified user and the two algorithms that can be pinned', async () => {
    const options = await registrationOptions(PARTY, { id: 'x', name: 'a@x', displayName: 'A' }, nonce(), ['AAAA']);
    expect(options).toMatchObject({
      rp: { id: PARTY.id },
      pubKeyCredParams: [{ alg: -7 }, { alg: -8 }],
      authenticatorSelection: { userVerification: 'required' },
      attestation: 'none',
      excludeCredentials: [{ id: 'AAAA' }],
    });
  });

  it.each(['ES256', 'EdDSA'] as const)('gives the line that pins a passkey (%s)', async (algorithm) => {
    const { authenticator, passkey } = await enrol(new SoftAuthenticator(algorithm, PARTY.origin, { synced: true }));
    expect(passkey).toMatchObject({ id: authenticator.id, counter: 0, synced: true, transports: ['internal'] });
    const [pinned] = parseTrustFile(`a@x namespaces="one-roof" ${passkey.publicKey}`);
    expect(pinned?.key).toMatchObject({ line: passkey.publicKey, application: PARTY.id });
    expect(Buffer.from(passkeyCose(pinned!.key))).toEqual(authenticator.cosePublicKey());
    expect(passkeyLine(authenticator.cosePublicKey(), PARTY.id)).toBe(passkey.publicKey);
    expect(() =>
      passkeyCose(
        parseSshPublicKey('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOtPzHiA4V6jWgUXOCa05BdB5WVLZOhgkG20GiOYN0Fz'),
      ),
    ).toThrow('authenticator');
  });

  it('refuses what was made elsewhere, or by nobody who was verified', async () => {
    const authenticator = new SoftAuthenticator('ES256', PARTY.origin);
    const challenge = nonce();
    const options = await registrationOptions(PARTY, { id: 'x', name: 'a@x', displayName: 'A' }, challenge, []);
    const behaviours: Behaviour[] = [
      { userVerified: false },
      { userPresent: false },
      { challenge: nonce() },
      { origin: 'https://evil.example.org' },
      { rpId: 'example.org' },
      { type: 'webauthn.get' },
    ];
    for (const behaviour of behaviours)
      expect(
        await verifyRegistration(PARTY, authenticator.register(options, behaviour), challenge),
        JSON.stringify(behaviour),
      ).toMatchObject({ ok: false });
    for (const response of [null, {}, 'x', { ...authenticator.register(options), rawId: 'AAAA' }])
      expect(await verifyRegistration(PARTY, response, challenge)).toMatchObject({ ok: false });
  });
});

describe('signing with a passkey', () => {
  it.each(['ES256', 'EdDSA'] as const)('can be verified again from what is kept (%s)', async (algorithm) => {
    const { passkey, sign } = await enrol(new SoftAuthenticator(algorithm, PARTY.origin));
    const signed = await sign();
    expect(signed).toMatchObject({ ok: true, counter: 1 });
    const kept: unknown = signed.ok ? JSON.parse(JSON.stringify(signed.stored)) : null;
    expect(await verifyStoredPasskey(kept)).toMatchObject({ ok: true, key: { line: passkey.publicKey } });
  });

  it('refuses what the browser or the device did not do as asked', async () => {
    const { passkey, sign } = await enrol();
    const stranger = new SoftAuthenticator('ES256', PARTY.origin);
    const behaviours: Behaviour[] = [
      { userVerified: false },
      { userPresent: false },
      { challenge: nonce() },
      { origin: 'https://evil.example.org' },
      { origin: 'https://sub.cms.example.org' },
      { rpId: 'example.org' },
      { type: 'webauthn.create' },
      { crossOrigin: true },
      { signedBy: stranger },
    ];
    for (const behaviour of behaviours)
      expect(await sign(behaviour), JSON.stringify(behaviour)).toMatchObject({
        ok: false,
        problem: 'signature_invalid',
      });
    expect(await verifyAssertion(PARTY, round(), stranger.assert({ challenge: nonce() }), passkey, NOW)).toMatchObject({
      problem: 'key_mismatch',
    });
    for (const response of [null, {}, []])
      expect(await verifyAssertion(PARTY, round(), response, passkey, NOW)).toMatchObject({
        problem: 'signature_unreadable',
      });
  });

  it('refuses a signature of anything but this round', async () => {
    const { sign } = await enrol();
    const signed = round();
    for (const part of [
      { digest: 'cd'.repeat(32) },
      { nonce: nonce() },
      { user: randomUUID() },
      { expires: '2030-06-01T00:06:00.000Z' },
      { statement: 'x' },
    ])
      expect(await sign({}, { signed, expected: { ...signed, ...part } }), JSON.stringify(part)).toMatchObject({
        problem: 'signature_invalid',
      });
    expect(await sign({}, { at: new Date('2030-06-01T00:05:00.001Z') })).toMatchObject({ problem: 'signed_too_late' });
  });

  it("refuses a passkey used on another origin than its relying party's, though browsers allow that", async () => {
    const party = { id: PARTY.id, origin: 'https://sub.cms.example.org' };
    const authenticator = new SoftAuthenticator('ES256', party.origin);
    const credential = {
      id: authenticator.id,
      publicKey: passkeyLine(authenticator.cosePublicKey(), party.id),
      counter: 0,
      transports: [],
    };
    const signed = round();
    const response = authenticator.assert(await authenticationOptions(party, signed, [credential]));
    expect(await verifyAssertion(party, signed, response, credential, NOW)).toMatchObject({
      ok: false,
      found: expect.stringContaining('sub.') as string,
    });
  });

  it('lets a counter stay at 0, and otherwise only rise', async () => {
    const synced = await enrol(new SoftAuthenticator('EdDSA', PARTY.origin, { synced: true }));
    expect([await synced.sign(), await synced.sign()]).toMatchObject([
      { ok: true, counter: 0 },
      { ok: true, counter: 0 },
    ]);
    const { sign } = await enrol();
    expect(await sign({ counter: 8 }, { counter: 7 })).toMatchObject({ ok: true, counter: 8 });
    for (const counter of [0, 6, 7])
      expect(await sign({ counter }, { counter: 7 })).toMatchObject({ problem: 'signature_invalid' });
  });
});

describe('a signature that was kept', () => {
  it('verifies no more with any byte changed', async () => {
    const signed: (keyof StoredPasskey)[] = [
      'client_data_json',
      'authenticator_data',
      'signature',
      'nonce',
      'digest',
      'user',
      'expires',
      'statement',
      'rp_id',
      'origin',
      'public_key',
    ];
    for (const stored of [await storedPasskey('ES256'), await storedPasskey('EdDSA')]) {
      const flip = fc.record({
        field: fc.constantFrom(...signed),
        at: fc.nat(),
        mask: fc.integer({ min: 1, max: 127 }),
      });
      const property = fc.asyncProperty(flip, async ({ field, at, mask }) => {
        const bytes = Buffer.from(stored[field]);
        bytes[at % bytes.length] = bytes[at % bytes.length]! ^ mask;
        expect(await verifyStoredPasskey({ ...stored, [field]: bytes.toString('latin1') })).toMatchObject({
          ok: false,
        });
      });
      // The length of the sequence around r and s, which the library does not look at.
      await fc.assert(property, { numRuns: 300, examples: [[{ field: 'signature', at: 1, mask: 1 }]] });
    }
  });

  it('in any other form does not count', async () => {
    const stored = await storedPasskey('ES256');
    const { signature: _, ...without } = stored;
    const client = Buffer.from('null').toString('base64url');
    for (const other of [
      null,
      'x',
      {},
      without,
      { ...stored, client_data_json: client },
      { ...stored, rp_id: 'localhost' },
      { ...stored, public_key: 'ssh-ed25519 AAAA' },
    ])
      expect(await verifyStoredPasskey(other)).toMatchObject({ ok: false });
  });
});
