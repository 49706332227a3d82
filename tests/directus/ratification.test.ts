import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { DirectusClient } from '../../hosts/directus-client.ts';
import type { RequestDetail } from '../../src/contract/ratification.ts';
import { emailOf } from '../harness/council.ts';
import { Ratifiers, refusalOf, signIn } from '../harness/ratifiers.ts';
import { SoftAuthenticator } from '../harness/soft-authenticator.ts';
import { makeSecurityKey } from '../harness/ssh-keys.ts';

type Name = 'president' | 'council-1' | 'council-2' | 'assistant';
interface Options {
  nonce: string;
  options: { challenge: string; rp: { id?: string }; rpId?: string };
}

describe('ratification over HTTP', () => {
  let council: Ratifiers<Name>;
  let passkey: SoftAuthenticator;
  const key = makeSecurityKey('ed25519');
  beforeAll(async () => {
    council = await Ratifiers.start<Name>(
      { president: ['president'], council: ['council-1', 'council-2'], ai_council: ['assistant'] },
      { profile: 'council' },
    );
    passkey = new SoftAuthenticator('ES256', council.stack.directus.url);
  });
  afterAll(() => council.stack.stop());

  const approve = async (code: string) => {
    for (const name of ['council-1', 'council-2', 'president'] as const) expect((await council.vote(code, name)).status).toBe(200);
  };
  const MEANING = 'I authorise this release';

  it('two of the council and the president approve, the president signs with a passkey: the gate counts it once its key is pinned', async () => {
    const filed = await council.file('APR-1');
    expect(filed).toMatchObject({
      status: 'pending',
      proposer: emailOf('clerk'),
      confirmed_at: expect.any(String) as string,
      abilities: { withdraw: true },
    });
    await approve('APR-1');
    const { revision_digest, status } = await council.read('president', '/requests/APR-1');
    expect(status).toBe('approved');

    const enrolment = await council.done<Options>('president', '/passkeys/options', {});
    const response = passkey.register(enrolment.options);
    const enrolled = await council.done<{ trust_line: string; pinned: boolean }>('president', '/passkeys', {
      nonce: enrolment.nonce,
      label: 'Key',
      response,
    });
    expect(enrolled).toMatchObject({
      pinned: false,
      trust_line: expect.stringContaining(`${emailOf('president')} namespaces="one-roof" sk-ecdsa`) as string,
    });

    const asked = { meaning: MEANING, revision_digest };
    const challenge = await council.done<Options>('president', '/requests/APR-1/challenge', { method: 'passkey', ...asked });
    const assertion = passkey.assert(challenge.options);
    const signed = await council.done<RequestDetail>('president', '/requests/APR-1/sign', {
      method: 'passkey',
      agreement: true,
      nonce: challenge.nonce,
      response: assertion,
      ...asked,
    });
    expect(signed).toMatchObject({ signatures: 0, signature_list: [{ method: 'passkey', meaning: MEANING, problem: 'key_unpinned' }] });
    expect(signed.signature_list[0]?.fix).toContain(enrolled.trust_line);
    expect(await council.gate()).toMatchObject({ blockers: ['ospa<1', 'key_unpinned'], ospa: 0 });

    council.trust(enrolled.trust_line);
    expect(await council.gate()).toMatchObject({ verdict: 'READY', blockers: [], ospa: 1 });
    expect(await council.read('president', '/requests/APR-1')).toMatchObject({ signatures: 1, missing: [], abilities: { sign: false } });
  });
});
