import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DirectusClient } from '../../../hosts/directus-client.ts';
import { digestWords } from '../../../src/signing/digest-words.ts';
import { emailOf } from '../../harness/council.ts';
import { Ratifiers, refusalOf, signIn } from '../../harness/councils/ratifiers.ts';
import { standInRelease } from '../../harness/releases/stand-in-release.ts';
import { SoftAuthenticator } from '../../harness/councils/soft-authenticator.ts';
import { makeSecurityKey } from '../../harness/councils/ssh-keys.ts';
import { refusedCases } from './refused.cases.ts';
import type { Name } from './refused.cases.ts';

interface Options {
  nonce: string;
  words_asked: number[];
  options: { challenge: string; rp: { id?: string }; rpId?: string };
  possession: { challenge: string; rpId?: string };
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
    for (const name of ['council-1', 'council-2', 'president'] as const)
      expect((await council.vote(code, name)).status).toBe(200);
  };
  const MEANING = 'I authorise this release';
  const enrol = async (name: Name, device: SoftAuthenticator) => {
    const enrolment = await council.done<Options>(name, '/passkeys/options', {});
    const response = device.register(enrolment.options);
    const possession = device.assert(enrolment.possession);
    const body = { nonce: enrolment.nonce, label: 'Key', response, possession };
    return council.done<{ trust_line: string; pinned: boolean }>(name, '/passkeys', body);
  };
  /** Asks for a challenge and answers it with a passkey. */
  const touch = async (code: string, name: Name, device: SoftAuthenticator, act: Record<string, unknown>) => {
    const asked = await council.done<Options>(name, `/requests/${code}/challenge`, { method: 'passkey', ...act });
    return {
      proof: { method: 'passkey', nonce: asked.nonce, response: device.assert(asked.options) },
      asked: asked.words_asked,
    };
  };
  const wordsOf = (digest: string, places: readonly number[]) =>
    places.map((place) => digestWords(digest).split(' ')[place - 1] ?? '');
  const PACKET = '1'.repeat(64);

  it('two of the council and the president approve, the president signs with a passkey: the gate counts it once its key is pinned', async () => {
    const filed = await council.file('APR-1');
    expect(filed).toMatchObject({
      status: 'pending',
      proposer: emailOf('clerk'),
      confirmed_at: expect.any(String) as string,
      abilities: { withdraw: true },
    });
    await approve('APR-1');
    await standInRelease(council.stack.db, { release: 'APR-1', request: 'APR-1' });
    const { revision_digest, status } = await council.read('president', '/requests/APR-1');
    expect(status).toBe('approved');

    const enrolled = await enrol('president', passkey);
    expect(enrolled).toMatchObject({
      pinned: false,
      trust_line: expect.stringContaining(`${emailOf('president')} namespaces="one-roof" sk-ecdsa`) as string,
    });

    const said = { meaning: MEANING, revision_digest };
    const sign = (code: string, body: Record<string, unknown>) =>
      council.do('president', `/requests/${code}/sign`, { agreement: true, ...body });
    const first = await touch('APR-1', 'president', passkey, { act: 'sign', ...said });
    // The signer reads the words of the packet somewhere else: two of the six, which the server picks.
    expect(first.asked).toHaveLength(2);
    expect(refusalOf(await sign('APR-1', { ...said, proof: first.proof }))).toMatch(
      /^403 .*words do not match what you are about to sign/,
    );
    const wrong = wordsOf('e'.repeat(64), first.asked);
    expect(refusalOf(await sign('APR-1', { ...said, words: wrong, proof: first.proof }))).toMatch(
      /^403 .*words do not match/,
    );
    const again = { ...said, words: wordsOf(PACKET, first.asked), proof: first.proof };
    const signed = await council.done('president', '/requests/APR-1/sign', { agreement: true, ...again });
    expect(signed).toMatchObject({
      signatures: 0,
      signature_list: [{ method: 'passkey', meaning: MEANING, problem: 'key_unpinned' }],
    });
    expect(signed.signature_list[0]?.fix).toContain(enrolled.trust_line);
    expect(await council.gate()).toMatchObject({ blockers: ['ospa<1', 'key_unpinned'], ospa: 0 });

    council.trust(enrolled.trust_line);
    expect(await council.gate()).toMatchObject({ verdict: 'READY', blockers: [], ospa: 1 });
    expect(await council.read('president', '/requests/APR-1')).toMatchObject({
      signatures: 1,
      missing: [],
      abilities: { sign: false },
    });

    // The answer again; and for another request.
    expect(refusalOf(await sign('APR-1', again))).toMatch(/^412 .*no such challenge/);
    await council.done('clerk', '/requests/APR-1/withdraw', { reason: 'done with' });
    expect(await council.gate()).toMatchObject({ blockers: ['no_release', 'ospa<1'], ospa: 0 });
    const other = await council.file('APR-2');
    await approve('APR-2');
    const about = { meaning: MEANING, revision_digest: other.revision_digest };
    const second = await touch('APR-2', 'president', passkey, { act: 'sign', ...about });
    const foreign = { ...second.proof, response: first.proof.response };
    const foreignSigned = { ...about, words: wordsOf(PACKET, second.asked), proof: foreign };
    expect(refusalOf(await sign('APR-2', foreignSigned))).toMatch(/^403 .*does not verify/);
    // A passkey of one person is nobody else's: neither by the trust file nor by what is enrolled.
    const steal = async () => {
      const copied = await council.done<Options>('clerk', '/passkeys/options', {});
      const response = passkey.register(copied.options);
      const stolen = { nonce: copied.nonce, label: 'x', response, possession: passkey.assert(copied.possession) };
      return refusalOf(await council.do('clerk', '/passkeys', stolen));
    };
    expect(await steal()).toMatch(/^403 .*not enrolled/);
    council.trust();
    expect(await steal()).toMatch(/^412 .*exists already/);
    council.trust(enrolled.trust_line);
    expect(await council.read('president', '/passkeys')).toMatchObject([
      { label: 'Key', pinned: true, revoked_at: null },
    ]);
  });

  it('a vote is one touch of a passkey, for exactly what was touched for; it counts once its key is pinned', async () => {
    const device = new SoftAuthenticator('ES256', council.stack.directus.url);
    const { trust_line } = await enrol('council-1', device);
    const { revision_digest } = await council.file('APR-TOUCH');
    const vote = { choice: 'approve', rationale: 'because', revision_digest };
    const touched = await touch('APR-TOUCH', 'council-1', device, {
      act: 'vote',
      choice: 'approve',
      rationale: 'because',
      revision_digest,
    });
    expect(touched.asked).toEqual([]);
    const cast = (more: Record<string, unknown>) =>
      council.do('council-1', '/requests/APR-TOUCH/vote', { ...vote, proof: touched.proof, ...more });
    for (const changed of [{ choice: 'reject' }, { rationale: 'another reason' }])
      expect(refusalOf(await cast(changed))).toMatch(/^403 .*does not verify/);
    expect(refusalOf(await cast({ proof: { method: 'session' } }))).toMatch(/^403 /);
    expect((await cast({})).status).toBe(200);
    const seen = () => council.read('president', '/requests/APR-TOUCH');
    expect(await seen()).toMatchObject({
      votes: { approve: 0 },
      vote_list: [{ method: 'passkey', problem: 'key_unpinned' }],
    });
    expect((await seen()).vote_list[0]?.fix).toContain(trust_line);
    council.trust(trust_line);
    expect(await seen()).toMatchObject({ votes: { approve: 1 }, vote_list: [{ method: 'passkey', problem: null }] });
    expect(refusalOf(await council.vote('APR-TOUCH', 'council-1'))).toMatch(/^403 .*voted already/);
    council.trust();
  });

  it('people are told once what waits for them', async () => {
    await council.file('APR-NOTE');
    const told = async (name: Name) => {
      const query = `filter[recipient][_eq]=${council.people[name].id}&filter[subject][_contains]=APR-NOTE&fields=subject`;
      return (
        (await (await council.stack.admin()).must('GET', `/notifications?${query}`)) as { data: { subject: string }[] }
      ).data.map(({ subject }) => subject);
    };
    await approve('APR-NOTE');
    expect(await told('council-1')).toEqual(['Your vote is needed on request APR-NOTE, revision 1']);
    expect(await told('president')).toEqual([
      'Your vote is needed on request APR-NOTE, revision 1',
      'Your signature is needed on request APR-NOTE, revision 1',
    ]);
    expect(await told('assistant')).toHaveLength(1);
  });

  it('only a person in a session of their own decides over HTTP; a seat that no person holds votes by its token and its key', async () => {
    await council.file('APR-3');
    const vote = { act: 'vote', choice: 'approve', rationale: 'because' };
    const bodyOf = async (name: Name) => ({
      choice: 'approve',
      rationale: 'because',
      ...(await council.sshProof('APR-3', name, vote)),
    });
    const body = await bodyOf('council-1');
    const path = '/one-roof/v1/requests/APR-3/vote';
    const refused = async (client: DirectusClient, headers = {}) =>
      refusalOf(await client.ask('POST', path, body, headers));
    expect(await refused(council.stack.anonymous)).toMatch(/^403 ONE_ROOF_FORBIDDEN: Only a signed-in person/);
    expect(await refused(council.byToken('council-1'))).toMatch(/^403 ONE_ROOF_FORBIDDEN: Only a signed-in person/);
    const withoutSession = await DirectusClient.login(council.stack.directus.url, council.people['council-1']);
    expect(await refused(withoutSession)).toMatch(/^403 ONE_ROOF_FORBIDDEN: Only a signed-in person/);
    expect(await refused(council.people['council-1'].client, { 'content-type': 'text/plain' })).toMatch(/^400 /);
    // What somebody else signed is nobody's own; and whoever holds no seat signs in vain.
    const stranger = await signIn(council.stack.directus.url, council.stack.directus.admin);
    expect(await refused(stranger)).toMatch(/^403 ONE_ROOF_GUARD_REFUSED: The signature does not verify/);
    expect(refusalOf(await council.do('council-2', '/requests/APR-3/vote', body))).toMatch(/^403 .*does not verify/);
    const clerks = await council.sshProof('APR-3', 'clerk', vote);
    expect(refusalOf(await council.do('clerk', '/requests/APR-3/vote', { ...body, ...clerks }))).toMatch(
      /^403 .*do not hold this seat/,
    );
    // A session alone proves nothing here.
    expect(
      refusalOf(await council.do('council-1', '/requests/APR-3/vote', { ...body, proof: { method: 'session' } })),
    ).toMatch(/^403 ONE_ROOF_GUARD_REFUSED/);
    // Whoever decides may see what about; whoever only asks may not.
    expect((await council.people['council-1'].client.ask('GET', '/one-roof/v1/coverage/summary')).status).toBe(200);
    expect((await council.people.clerk.client.ask('GET', '/one-roof/v1/coverage/summary')).status).toBe(403);
    expect(
      (await council.byToken('assistant').ask('POST', path, { ...body, proof: { method: 'session' } })).status,
    ).toBe(403);
    expect((await council.byToken('assistant').ask('POST', path, await bodyOf('assistant'))).status).toBe(200);
    expect(
      refusalOf(
        await council.byToken('assistant').ask('POST', '/one-roof/v1/requests', {
          code: 'APR-AI',
          subject: 'seats',
          title: 'x',
        }),
      ),
    ).toMatch(/^403 ONE_ROOF_FORBIDDEN/);

    // What is not one's own is not seen; who holds a seat sees all.
    await council.file('APR-OWN', 'council-1');
    expect(refusalOf(await council.people.clerk.client.ask('GET', '/one-roof/v1/requests/APR-OWN'))).toMatch(/^404 /);
    expect(refusalOf(await council.do('clerk', '/requests/APR-OWN/withdraw', { reason: 'x' }))).toMatch(/^404 /);
    expect(refusalOf(await council.people.clerk.client.ask('GET', '/one-roof/v1/council'))).toMatch(/^403 /);
    const codes = (await council.read<{ code: string }[]>('clerk', '/requests')).map(({ code }) => code);
    expect(codes).toContain('APR-3');
    expect(codes).not.toContain('APR-OWN');
    expect(await council.read('council-2', '/requests/APR-OWN')).toMatchObject({
      code: 'APR-OWN',
      abilities: { vote_as: 'council' },
    });
    expect((await council.stack.anonymous.ask('GET', '/one-roof/v1/requests')).status).toBe(403);
    expect(await council.read('council-1', '/council')).toMatchObject({ profile: 'council', separation: { ok: true } });
  });

  refusedCases({ running: () => council, key, approve });
});
