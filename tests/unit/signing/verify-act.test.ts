import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { authenticationOptions, verifyAssertion } from '../../../src/signing/passkey/passkey-assertion.ts';
import { passkeyLine } from '../../../src/signing/passkey/passkey-key.ts';
import type { Trust } from '../../../src/governance/ratification/read-trust.ts';
import { readTrust } from '../../../src/governance/ratification/read-trust.ts';
import { printStatement } from '../../../src/signing/statement.ts';
import { parseTrustFile } from '../../../src/signing/trust/trust-file.ts';
import { verifyAct } from '../../../src/signing/verify-act.ts';
import type { StoredAct } from '../../../src/signing/verify-act.ts';
import { SoftAuthenticator } from '../../harness/councils/soft-authenticator.ts';
import { makeSecurityKey } from '../../harness/councils/ssh-keys.ts';

const NOW = new Date('2030-06-01T00:00:00Z');
const NONCE = 'AAAAAAAAAAAAAAAAAAAAAA';
const SAID = {
  act: 'sign' as const,
  request: 'APR-1',
  revision: 2,
  digest: 'ab'.repeat(32),
  packet: 'cd'.repeat(32),
  plan: null,
  signer: 'president@example.org',
  meaning: 'I authorise this release.',
  environment: 'none/1',
  choice: null,
  rationale: null,
  covers: null,
  nonce: NONCE,
  signed: '2030-06-01T00:00:00.000Z',
  expires: '2030-06-02T00:00:00.000Z',
};
const STATEMENT = printStatement(SAID);
const KEY = makeSecurityKey('ed25519');
const PARTY = { id: 'localhost', origin: 'http://localhost:8055' };

const SSH: StoredAct = {
  act: 'sign',
  environment: SAID.environment,
  choice: null,
  rationale: null,
  covers: null,
  request_code: SAID.request,
  revision: SAID.revision,
  revision_digest: SAID.digest,
  packet_tree_sha256: SAID.packet,
  plan_digest: SAID.plan,
  expires_at: SAID.expires,
  signer: SAID.signer,
  signer_user: randomUUID(),
  method: 'ssh',
  meaning: SAID.meaning,
  signed_at: '2030-06-01T00:00:00.000Z',
  public_key: KEY.line,
  assertion: { signature: KEY.sign(STATEMENT) },
  statement: STATEMENT,
};

const trust = (line: string): Trust => ({
  keys: parseTrustFile(`${SAID.signer} namespaces="one-roof" ${line}`),
  fault: null,
});
const problem = async (row: unknown, trusted = trust(KEY.line), at = NOW) => {
  const verdict = await verifyAct(row, trusted, at);
  return verdict.ok ? null : verdict.problem;
};

let passkey: StoredAct & { assertion: Record<string, unknown> };
beforeAll(async () => {
  const authenticator = new SoftAuthenticator('ES256', PARTY.origin);
  const publicKey = passkeyLine(authenticator.cosePublicKey(), PARTY.id);
  const round = {
    digest: SAID.digest,
    nonce: NONCE,
    user: SSH.signer_user,
    expires: '2030-06-01T00:05:00.000Z',
    statement: STATEMENT,
  };
  const credential = { id: authenticator.id, publicKey, counter: 0, transports: [] };
  const response = authenticator.assert(await authenticationOptions(PARTY, round, [credential]));
  const signed = await verifyAssertion(PARTY, round, response, credential, NOW);
  if (!signed.ok) throw new Error(signed.found);
  passkey = { ...SSH, method: 'passkey', public_key: publicKey, assertion: signed.stored };
});

describe('a signature', () => {
  it('counts with the proof that its method gives', async () => {
    expect(await verifyAct(SSH, trust(KEY.line), NOW)).toMatchObject({
      ok: true,
      proof: 'key',
      pinned: true,
      key: { line: KEY.line },
    });
    expect(
      await verifyAct({ ...SSH, signed_at: NOW, expires_at: new Date(SAID.expires) }, trust(KEY.line), NOW),
    ).toMatchObject({
      ok: true,
    });
    expect(await verifyAct(passkey, trust(passkey.public_key!), NOW)).toMatchObject({
      ok: true,
      proof: 'key',
      pinned: true,
    });
    const session = { ok: true, proof: 'session', pinned: false, key: null, note: null };
    expect(
      await verifyAct({ ...SSH, method: 'password', public_key: null, assertion: {} }, readTrust(null), NOW),
    ).toEqual(session);
  });

  it('whose key is not pinned does not', async () => {
    expect(await problem(SSH, trust(makeSecurityKey('ed25519').line))).toBe('key_unpinned');
    expect(await problem(SSH, { keys: [], fault: null })).toBe('key_unpinned');
    expect(await problem(SSH, readTrust(null))).toBe('trust_unreadable');
    expect(await problem(passkey)).toBe('key_unpinned');
    const authenticator = passkey.public_key!;
    // What was received while the key was valid verifies afterwards too, and says so.
    const ended = parseTrustFile(`${SAID.signer} valid-before="20300601120000Z" ${KEY.line}`);
    expect(await verifyAct(SSH, { keys: ended, fault: null }, new Date('2030-06-01T18:00:00Z'))).toMatchObject({
      ok: true,
      note: expect.stringContaining('not valid any more') as string,
    });
    const expired = parseTrustFile(`${SAID.signer} valid-before="20300531Z" ${authenticator}`);
    expect(await problem(passkey, { keys: expired, fault: null })).toBe('key_expired');
  });

  it('of anything but what its row says does not', async () => {
    const other = {
      request_code: 'APR-2',
      revision: 3,
      revision_digest: 'ef'.repeat(32),
      packet_tree_sha256: null,
      plan_digest: 'ef'.repeat(32),
      expires_at: '2030-06-03T00:00:00Z',
      signer: 'other@example.org',
      environment: 'none/2',
      act: 'confirm',
      choice: 'approve',
      rationale: 'because',
      covers: 'REL-1 operator:x 2030-01-01T00:00:00.000Z',
      meaning: 'I have read this.',
      statement: STATEMENT.replace('plan: none', `plan: ${'ef'.repeat(32)}`),
    };
    for (const [name, value] of Object.entries(other)) {
      for (const row of [SSH, passkey, { ...SSH, method: 'password' }])
        expect(await problem({ ...row, [name]: value }), `${row.method} ${name}`).toBe('statement_mismatch');
    }
    const pinned = trust(passkey.public_key!);
    expect(await problem({ ...passkey, signer_user: randomUUID() }, pinned)).toBe('statement_mismatch');
    const elsewhere = { ...passkey.assertion, statement: 'x' };
    expect(await problem({ ...passkey, assertion: elsewhere }, pinned)).toBe('signature_invalid');
  });

  it('of another method, key or time does not', async () => {
    expect(await problem({ ...SSH, method: 'pgp' })).toBe('method_unknown');
    expect(await problem({ ...SSH, method: 'passkey' })).toBe('signature_unreadable');
    expect(await problem({ ...passkey, method: 'ssh' })).toBe('signature_invalid');
    expect(await problem({ ...SSH, public_key: makeSecurityKey('ed25519').line })).toBe('key_mismatch');
    expect(await problem({ ...SSH, signed_at: '2030-06-02T00:00:00.001Z' })).toBe('signed_too_late');
    // Nobody signs in the future.
    expect(await problem({ ...SSH, signed_at: '2030-05-31T23:00:00.000Z' })).toBe('statement_mismatch');
    expect(await problem({ ...passkey, signed_at: '2030-06-01T00:05:00.001Z' }, trust(passkey.public_key!))).toBe(
      'signed_too_late',
    );
  });

  it('can be anything without harm', async () => {
    const anything = fc.oneof(
      fc.anything(),
      fc
        .record({ method: fc.constantFrom('ssh', 'passkey'), assertion: fc.anything() })
        .map((row) => ({ ...SSH, ...row })),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (row) => {
        expect((await verifyAct(row, trust(KEY.line), NOW)).ok).toBe(false);
      }),
    );
  });
});
