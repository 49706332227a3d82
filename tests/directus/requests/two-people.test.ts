import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestWords } from '../../../src/signing/digest-words.ts';
import { Ratifiers, refusalOf } from '../../harness/councils/ratifiers.ts';
import { SoftAuthenticator } from '../../harness/councils/soft-authenticator.ts';
import { makeSecurityKey } from '../../harness/councils/ssh-keys.ts';
import { standInRelease } from '../../harness/releases/stand-in-release.ts';

const MEANING = 'I authorise this release';

// As many as the three seats of Directus 12 Core have room for, beside the administrator.
describe('two people', () => {
  let two: Ratifiers<'president' | 'council-1'>;
  beforeAll(async () => {
    two = await Ratifiers.start<'president' | 'council-1'>(
      { president: ['president'], council: ['council-1'] },
      { profile: 'two_person', app: true },
    );
  });
  afterAll(() => two.stack.stop());

  const confirm = async (code: string, sign?: (statement: string) => string) =>
    two.do('president', `/requests/${code}/confirm`, await two.sshProof(code, 'president', { act: 'confirm' }, sign));

  it('one files and says so with their key, the other signs', async () => {
    const key = two.keyOf('council-1');
    const filed = await two.file('APR-1', 'president');
    await standInRelease(two.stack.db, { release: 'APR-1', request: 'APR-1' });
    expect(filed).toMatchObject({
      status: 'pending',
      profile: 'two_person',
      confirmed_at: null,
      abilities: { confirm: true },
    });
    expect(refusalOf(await two.signBySsh('APR-1', 'council-1', (text) => key.sign(text)))).toMatch(
      /^412 .*expected an approved request/,
    );

    // A session proves nothing; a key that nobody knows is kept, and does not count.
    const { revision_digest } = filed;
    const bare = { revision_digest, proof: { method: 'session' } };
    await two.do('president', '/requests/APR-1/confirm', bare);
    expect((await two.read('president', '/requests/APR-1')).status).toBe('pending');
    await confirm('APR-1', (text) => makeSecurityKey('ed25519').sign(text));
    expect((await two.read('president', '/requests/APR-1')).status).toBe('pending');
    expect((await confirm('APR-1')).status).toBe(200);
    expect(await two.read('president', '/requests/APR-1')).toMatchObject({
      status: 'approved',
      confirmed_at: expect.any(String) as string,
    });

    expect(refusalOf(await two.signBySsh('APR-1', 'president', (text) => two.keyOf('president').sign(text)))).toMatch(
      /^403 .*the proposer of a request/,
    );
    expect((await two.signBySsh('APR-1', 'council-1', (text) => key.sign(text))).status).toBe(200);
    expect(await two.gate()).toMatchObject({ verdict: 'READY', ospa: 1 });
    await two.done('president', '/requests/APR-1/withdraw', { reason: 'done with' });
  });

  it('the other signs with a passkey, and the words of the packet', async () => {
    const { revision_digest } = await two.file('APR-2', 'president');
    await standInRelease(two.stack.db, { release: 'APR-2', request: 'APR-2' });
    expect((await confirm('APR-2')).status).toBe(200);
    const device = new SoftAuthenticator('EdDSA', two.stack.directus.url);
    interface Options {
      nonce: string;
      words_asked: number[];
      options: { challenge: string; rp: { id?: string }; rpId?: string };
      possession: { challenge: string; rpId?: string };
    }
    const enrolment = await two.done<Options>('council-1', '/passkeys/options', {});
    const response = device.register(enrolment.options);
    const body = { nonce: enrolment.nonce, label: 'Key', response, possession: device.assert(enrolment.possession) };
    const { trust_line } = await two.done<{ trust_line: string }>('council-1', '/passkeys', body);
    two.trust(trust_line);
    const said = { meaning: MEANING, revision_digest };
    const asked = await two.done<Options>('council-1', '/requests/APR-2/challenge', {
      act: 'sign',
      method: 'passkey',
      ...said,
    });
    const packet = digestWords('1'.repeat(64)).split(' ');
    const words = asked.words_asked.map((place) => packet[place - 1] ?? '');
    const proof = { method: 'passkey', nonce: asked.nonce, response: device.assert(asked.options) };
    expect(
      await two.done('council-1', '/requests/APR-2/sign', { agreement: true, ...said, words, proof }),
    ).toMatchObject({
      signatures: 1,
    });
    expect(await two.gate()).toMatchObject({ verdict: 'READY', ospa: 1 });
    await two.done('president', '/requests/APR-2/withdraw', { reason: 'done with' });
  });

  it('a password is asked of Directus; the session that this makes is gone', async () => {
    const { revision_digest } = await two.file('APR-10', 'president');
    await standInRelease(two.stack.db, { release: 'APR-10', request: 'APR-10' });
    expect((await confirm('APR-10')).status).toBe(200);
    const asked = { meaning: MEANING, revision_digest };
    const { id, password } = two.people['council-1'];
    const sessions = async () =>
      (await two.stack.db.sql(`select from directus_sessions where "user" = $1`, [id])).length;
    const before = await sessions();
    const sign = async (given: string) => {
      const begun = { act: 'sign', method: 'password', ...asked };
      const { nonce } = await two.done<{ nonce: string }>('council-1', '/requests/APR-10/challenge', begun);
      const proof = { method: 'password', nonce, password: given };
      return two.do('council-1', '/requests/APR-10/sign', { agreement: true, ...asked, proof });
    };
    expect(refusalOf(await sign('wrong'))).toMatch(/^403 .*does not accept this password/);
    expect((await sign(password)).status).toBe(200);
    expect(await sessions()).toBe(before);
    expect(await two.gate()).toMatchObject({ verdict: 'READY', ospa: 1 });
  });
});
