import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DirectusClient } from '../../../hosts/directus-client.ts';
import { digestWords } from '../../../src/signing/digest-words.ts';
import { emailOf } from '../../harness/council.ts';
import { FlowForger } from '../../harness/directus/flow-forger.ts';
import { Ratifiers, refusalOf, signIn } from '../../harness/councils/ratifiers.ts';
import { standInRelease } from '../../harness/releases/stand-in-release.ts';
import { SoftAuthenticator } from '../../harness/councils/soft-authenticator.ts';
import { HAS_SSH_KEYGEN, makeSecurityKey, SshKeygen } from '../../harness/councils/ssh-keys.ts';

type Name = 'president' | 'council-1' | 'council-2' | 'assistant';
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
      /^403 .*not the words of what you are about to sign/,
    );
    const wrong = wordsOf('e'.repeat(64), first.asked);
    expect(refusalOf(await sign('APR-1', { ...said, words: wrong, proof: first.proof }))).toMatch(
      /^403 .*not the words/,
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
    expect(await steal()).toMatch(/^412 .*there already/);
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
    expect(await refused(council.stack.anonymous)).toMatch(/^403 ONE_ROOF_FORBIDDEN: Only a person/);
    expect(await refused(council.byToken('council-1'))).toMatch(/^403 ONE_ROOF_FORBIDDEN: Only a person/);
    const withoutSession = await DirectusClient.login(council.stack.directus.url, council.people['council-1']);
    expect(await refused(withoutSession)).toMatch(/^403 ONE_ROOF_FORBIDDEN: Only a person/);
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

  it('what must fail: on nothing, on something else, twice, by the proposer, too late', async () => {
    const signedVote = (code: string, name: Name) =>
      council.sshProof(code, name, { act: 'vote', choice: 'approve', rationale: 'because' });
    const vote = (code: string, name: Name, body: Record<string, unknown>) =>
      council.do(name, `/requests/${code}/vote`, { choice: 'approve', rationale: 'because', ...body });
    const known = await signedVote('APR-3', 'council-2');
    expect(refusalOf(await vote('APR-NONE', 'council-1', known))).toMatch(/^404 /);
    expect(refusalOf(await council.vote('APR-OWN', 'council-1'))).toMatch(/^403 .*whoever proposes does not decide/);
    expect(refusalOf(await council.vote('APR-3', 'assistant'))).toMatch(/^403 .*voted already/);
    // The president proposes: nobody is left who could be the president. That is not approval.
    expect(await council.file('APR-4', 'president')).toMatchObject({ status: 'deadlocked', separation: { ok: false } });

    const { revision_digest: old } = await council.file('APR-5');
    const early = await signedVote('APR-5', 'assistant');
    await approve('APR-5');
    await council.stack.db.sql(`set one_roof.request_roles = '["Clerks"]';
      update one_roof.approval_requests set title = 'Another' where code = 'APR-5'`);
    expect(refusalOf(await vote('APR-5', 'assistant', early))).toMatch(/^412 .*is not what it was/);
    const { revision_digest } = await council.read('council-1', '/requests/APR-5');
    expect(refusalOf(await vote('APR-5', 'assistant', { ...early, revision_digest }))).toMatch(
      /^403 .*does not verify/,
    );
    // A statement is for one request, and only as it was written.
    expect(refusalOf(await vote('APR-5', 'council-2', { ...known, revision_digest }))).toMatch(
      /^403 .*does not verify/,
    );
    const fresh = await signedVote('APR-5', 'council-2');
    const other = fresh.proof.statement.replace('choice: approve', 'choice: abstain');
    expect(
      refusalOf(await vote('APR-5', 'council-2', { ...fresh, proof: { ...fresh.proof, statement: other } })),
    ).toMatch(/^403 .*does not verify/);
    await approve('APR-5');
    expect(
      refusalOf(await council.signBySsh('APR-5', 'president', (text) => key.sign(text), { revision_digest: old })),
    ).toMatch(/^412 .*is not what it was/);
    expect(refusalOf(await council.signBySsh('APR-5', 'president', () => key.sign('else')))).toMatch(
      /^403 .*does not verify/,
    );
    expect(refusalOf(await council.signBySsh('APR-5', 'council-1', (text) => key.sign(text)))).toMatch(
      /^403 .*do not hold this seat/,
    );
    expect(refusalOf(await council.do('president', '/requests/APR-5/sign', { method: 'ssh' }))).toMatch(/^400 /);
    expect(refusalOf(await council.signBySsh('APR-5', 'president', (text) => key.sign(text, 'file')))).toMatch(
      /^403 .*does not verify/,
    );
    expect((await council.file('APR-6', 'clerk', { subject: 'release:APR-5' })).status).toBe('pending');
    expect(refusalOf(await council.do('president', '/requests/APR-5/supersede', { by: 'APR-6' }))).toMatch(
      /^403 .*affair of its proposer/,
    );
    expect(await council.done('clerk', '/requests/APR-5/supersede', { by: 'APR-6' })).toMatchObject({
      status: 'superseded',
    });
    expect(refusalOf(await council.signBySsh('APR-5', 'president', (text) => key.sign(text)))).toMatch(
      /^412 .*superseded/,
    );

    await council.file('APR-7', 'clerk', { expires_at: new Date(Date.now() + 3000).toISOString() });
    await expect.poll(async () => (await council.read('president', '/requests/APR-7')).status).toBe('expired');
    expect(refusalOf(await council.vote('APR-7', 'council-1'))).toMatch(/^412 .*expired/);
    expect(
      refusalOf(
        await council.do('clerk', '/requests', {
          code: 'APR-8',
          subject: 'policy',
          title: 'x',
          proposed_action_code: 'create_item',
        }),
      ),
    ).toMatch(/^400 .*proposed_action/);
  });

  it('at the command line: filed, voted on, signed by ssh-keygen, verified offline; nothing there needs a session', async () => {
    const { stack } = council;
    const folder = mkdtempSync(join(tmpdir(), 'one-roof-request-'));
    const policy = { policy: { profile: 'council', methods: ['passkey', 'ssh'], cooling_hours: 24 } };
    writeFileSync(join(folder, 'policy.json'), JSON.stringify(policy));
    const cli = async (exitCode: number, ...args: string[]) => {
      const outcome = await stack.cli(...args);
      expect(outcome, args.join(' ')).toMatchObject({ exitCode });
      return outcome.stdout;
    };
    await cli(0, 'request', 'create', '--as', emailOf('clerk'), '--subject', 'policy', '--title', 'No passwords', '--code', 'APR-11',
      '--action', 'delegate_authority', '--proposed', join(folder, 'policy.json'), '--reason', 'test'); // prettier-ignore
    await cli(3, 'request', 'verify', 'APR-11');
    await cli(10, 'request', 'apply', 'APR-11', '--reason', 'test');

    const keygen = HAS_SSH_KEYGEN ? new SshKeygen() : null;
    const keys = {
      president: keygen?.makeKey('ed25519') ?? key,
      'council-1': keygen?.makeKey('ecdsa') ?? makeSecurityKey('ecdsa'),
    };
    council.trust(...Object.entries(keys).map(([name, { line }]) => `${emailOf(name)} namespaces="one-roof" ${line}`));
    const write = async (name: keyof typeof keys, ...act: string[]) => {
      const file = join(folder, `${name}-${String(act[1])}`);
      writeFileSync(file, await cli(0, 'request', 'statement', 'APR-11', '--as', emailOf(name), ...act));
      writeFileSync(`${file}.sig`, keys[name].sign(readFileSync(file, 'utf8')));
      return `${file}.sig`;
    };
    const why = ['--rationale', 'no more passwords'];
    const voted = await write('council-1', '--act', 'vote', '--choice', 'approve', ...why);
    const vote = ['request', 'vote', 'APR-11', '--ssh', voted];
    await cli(3, ...vote, '--as', emailOf('council-2'), ...why);
    await cli(2, ...vote, '--as', emailOf('council-1'), '--rationale', 'another reason');
    expect(await cli(0, ...vote, '--as', emailOf('council-1'), ...why)).toContain('no more passwords');
    await cli(3, ...vote, '--as', emailOf('council-1'), ...why);
    for (const name of ['council-2', 'president'] as const)
      expect((await council.vote('APR-11', name)).status).toBe(200);

    const signature = await write('president', '--act', 'sign');
    keygen?.remove();
    const sign = ['request', 'sign', 'APR-11', '--ssh', signature, '--as'];
    await cli(3, ...sign, emailOf('council-1'));
    expect(await cli(0, ...sign, emailOf('president'))).toContain('APR-11 approved');
    expect(await cli(0, 'request', 'verify', 'APR-11')).toMatch(/^GO/);
    await cli(0, 'request', 'export', 'APR-11', join(folder, 'bundle'));
    expect(await cli(0, 'request', 'verify', '--bundle', join(folder, 'bundle'), '--trust', council.trustFile)).toMatch(
      /^GO/,
    );
    writeFileSync(
      join(folder, 'changed'),
      readFileSync(join(folder, 'bundle'), 'utf8').replace('No passwords', 'No passkeys!'),
    );
    expect(await cli(3, 'request', 'verify', '--bundle', join(folder, 'changed'))).toMatch(/^NO-GO/);
    await cli(0, 'request', 'apply', 'APR-11', '--reason', 'test');
    expect(await cli(0, 'council')).toContain('signatures by passkey, ssh, cooling 24 h');
    expect(await cli(0, 'request', 'list', '--status', 'applied')).toContain('APR-11');
    expect(await cli(10, 'gate', '--quiet')).toBe('BLOCKED\n');
    await cli(0, 'request', 'withdraw', 'APR-3', '--reason', 'test');
    rmSync(folder, { recursive: true });
  });

  it('an administrator with two flows, in forged sessions of the whole council, proves nothing', async () => {
    const { stack, people } = council;
    const { revision_digest } = await council.file('APR-FORGED', 'clerk', { subject: 'release:FORGED' });
    await standInRelease(stack.db, { release: 'FORGED', request: 'APR-FORGED' });
    const forge = await FlowForger.start(await stack.admin(), stack.anonymous);
    const path = '/one-roof/v1/requests/APR-FORGED';
    const own = makeSecurityKey('ed25519');
    for (const name of ['council-1', 'council-2', 'president'] as const) {
      const intruder = await forge.become(people[name].id);
      // Directus takes the administrator for this person, in a session of theirs.
      expect((await intruder.ask('GET', '/users/me?fields=id')).body).toEqual({ data: { id: people[name].id } });
      const vote = { choice: 'approve', rationale: 'theirs', revision_digest };
      const bare = await intruder.ask('POST', `${path}/vote`, { ...vote, proof: { method: 'session' } });
      expect(refusalOf(bare)).toMatch(/^403 ONE_ROOF_GUARD_REFUSED/);
      const asked = { act: 'vote', method: 'ssh', choice: 'approve', rationale: 'theirs', revision_digest };
      const { data } = (await intruder.ask('POST', `${path}/challenge`, asked)).body as { data: { statement: string } };
      const proof = { method: 'ssh', statement: data.statement, signature: own.sign(data.statement) };
      // Kept, as a vote by a key that nobody knows yet: it counts for nothing.
      expect((await intruder.ask('POST', `${path}/vote`, { ...vote, proof })).status).toBe(200);
    }
    await forge.end();
    const seen = await council.read('president', '/requests/APR-FORGED');
    expect(seen).toMatchObject({
      status: 'pending',
      votes: { approve: 0 },
      signatures: 0,
      abilities: { vote_as: 'president' },
    });
    expect(seen.vote_list.map(({ problem }) => problem)).toEqual(['key_unpinned', 'key_unpinned', 'key_unpinned']);
    const gate = await council.gate();
    expect(gate).toMatchObject({ verdict: 'BLOCKED', ospa: 0 });
    expect(gate.blockers).toEqual(expect.arrayContaining(['ospa<1', 'key_unpinned']));
    // The people themselves still vote.
    expect((await council.vote('APR-FORGED', 'president')).status).toBe(200);
    expect(await council.read('president', '/requests/APR-FORGED')).toMatchObject({ votes: { approve: 1 } });
    await council.done('clerk', '/requests/APR-FORGED/withdraw', { reason: 'done with' });
  });

  it('an administrator cannot make themselves a council', async () => {
    const admin = await council.stack.admin();
    await council.file('APR-20');
    // A user of their own, in the role of the ratifiers.
    const { role } = (
      (await admin.must('GET', `/users/${council.people.president.id}?fields=role`)) as { data: { role: string } }
    ).data;
    const person = { email: emailOf('intruder'), password: 'a password of theirs' };
    await admin.create('/users', { ...person, role, status: 'active' });
    const intruder = await signIn(council.stack.directus.url, person);
    const path = '/one-roof/v1/requests/APR-20';
    const voteAs = async (client: DirectusClient, sign: string) => {
      const { revision_digest } = await council.read('council-2', '/requests/APR-20');
      const asked = { act: 'vote', method: 'ssh', choice: 'approve', rationale: 'because', revision_digest };
      const begun = await client.ask('POST', `${path}/challenge`, asked);
      if (begun.status !== 200) return begun;
      const { statement } = (begun.body as { data: { statement: string } }).data;
      const proof = { method: 'ssh', statement, signature: council.keyOf(sign).sign(statement) };
      return client.ask('POST', `${path}/vote`, { choice: 'approve', rationale: 'because', revision_digest, proof });
    };
    expect(refusalOf(await voteAs(intruder, 'intruder'))).toMatch(/^404 .*There is no request APR-20/);

    // The password of somebody who holds a seat.
    const { id, email } = council.people['council-1'];
    await admin.must('PATCH', `/users/${id}`, { password: 'reset by another' });
    const taken = await signIn(council.stack.directus.url, { email, password: 'reset by another' });
    expect(refusalOf(await voteAs(taken, 'council-1'))).toMatch(/^403 .*somebody else changed the password/);
    for (const name of ['council-2', 'president', 'assistant'] as const)
      expect((await council.vote('APR-20', name)).status).toBe(200);
    expect((await council.read('president', '/requests/APR-20')).status).toBe('approved');

    // Who is disabled does not count any more, and those who are left are not enough.
    await admin.must('PATCH', `/users/${council.people['council-2'].id}`, { status: 'suspended' });
    expect((await council.read('president', '/requests/APR-20')).status).toBe('deadlocked');
    expect(refusalOf(await council.signBySsh('APR-20', 'president', (text) => key.sign(text)))).toMatch(
      /^412 .*deadlocked/,
    );
    expect((await council.read<{ separation: { ok: boolean } }>('president', '/council')).separation.ok).toBe(false);

    // The second factor of somebody who holds a seat.
    await council.file('APR-21');
    const president = council.people.president.id;
    await council.stack.db.sql(`begin; update directus_users set tfa_secret = 'their own' where id = '${president}';
      insert into directus_activity (action, "user", "timestamp", collection, item)
        values ('update', '${president}', now(), 'directus_users', '${president}'); commit`);
    expect((await council.vote('APR-21', 'president', 'abstain')).status).toBe(200);
    await admin.must('POST', `/users/${president}/tfa/disable`);
    await council.file('APR-22');
    expect(refusalOf(await council.vote('APR-22', 'president'))).toMatch(
      /^403 .*somebody else changed the password, second factor/,
    );
  });
});
