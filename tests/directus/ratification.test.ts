import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { DirectusClient } from '../../hosts/directus-client.ts';
import { emailOf } from '../harness/council.ts';
import { Ratifiers, refusalOf, signIn } from '../harness/ratifiers.ts';
import { SoftAuthenticator } from '../harness/soft-authenticator.ts';
import { HAS_SSH_KEYGEN, makeSecurityKey, SshKeygen } from '../harness/ssh-keys.ts';

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
    const signed = await council.done('president', '/requests/APR-1/sign', {
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

    // The answer again; and for another request.
    const again = { method: 'passkey', agreement: true, nonce: challenge.nonce, response: assertion, ...asked };
    expect(refusalOf(await council.do('president', '/requests/APR-1/sign', again))).toMatch(/^412 .*no such challenge/);
    await council.done('clerk', '/requests/APR-1/withdraw', { reason: 'done with' });
    expect(await council.gate()).toMatchObject({ blockers: ['ospa<1'], ospa: 0 });
    const other = await council.file('APR-2');
    await approve('APR-2');
    const about = { meaning: MEANING, revision_digest: other.revision_digest };
    const second = await council.done<Options>('president', '/requests/APR-2/challenge', { method: 'passkey', ...about });
    const foreign = { method: 'passkey', agreement: true, nonce: second.nonce, response: assertion, ...about };
    expect(refusalOf(await council.do('president', '/requests/APR-2/sign', foreign))).toMatch(/^403 .*does not verify/);
    // A passkey of one person is nobody else's.
    const copied = await council.done<Options>('clerk', '/passkeys/options', {});
    const stolen = { nonce: copied.nonce, label: 'x', response: passkey.register(copied.options) };
    expect(refusalOf(await council.do('clerk', '/passkeys', stolen))).toMatch(/^412 .*there already/);
    expect(await council.read('president', '/passkeys')).toMatchObject([{ label: 'Key', pinned: true, revoked_at: null }]);
  });

  it('people are told once what waits for them', async () => {
    await council.file('APR-NOTE');
    const told = async (name: Name) => {
      const query = `filter[recipient][_eq]=${council.people[name].id}&filter[subject][_contains]=APR-NOTE&fields=subject`;
      return ((await (await council.stack.admin()).must('GET', `/notifications?${query}`)) as { data: { subject: string }[] }).data.map(
        ({ subject }) => subject,
      );
    };
    await approve('APR-NOTE');
    expect(await told('council-1')).toEqual(['Your vote is needed on request APR-NOTE, revision 1']);
    expect(await told('president')).toEqual([
      'Your vote is needed on request APR-NOTE, revision 1',
      'Your signature is needed on request APR-NOTE, revision 1',
    ]);
    expect(await told('assistant')).toHaveLength(1);
  });

  it('only a person in a session of their own decides; a seat that no person holds votes by its token', async () => {
    const { revision_digest } = await council.file('APR-3');
    const body = { decision: 'approve', rationale: 'because', revision_digest };
    const path = '/one-roof/v1/requests/APR-3/vote';
    const refused = async (client: DirectusClient, headers = {}) => refusalOf(await client.ask('POST', path, body, headers));
    expect(await refused(council.stack.anonymous)).toMatch(/^403 ONE_ROOF_FORBIDDEN: Only a person/);
    expect(await refused(council.byToken('council-1'))).toMatch(/^403 ONE_ROOF_FORBIDDEN: Only a person/);
    const withoutSession = await DirectusClient.login(council.stack.directus.url, council.people['council-1']);
    expect(await refused(withoutSession)).toMatch(/^403 ONE_ROOF_FORBIDDEN: Only a person/);
    expect(await refused(council.people['council-1'].client, { 'content-type': 'text/plain' })).toMatch(/^400 /);
    expect(await refused(await signIn(council.stack.directus.url, council.stack.directus.admin))).toMatch(
      /^403 ONE_ROOF_GUARD_REFUSED: .*do not hold this seat/,
    );
    expect(refusalOf(await council.do('clerk', '/requests/APR-3/vote', body))).toMatch(/^403 .*do not hold this seat/);
    // Whoever decides may see what about; whoever only asks may not.
    expect((await council.people['council-1'].client.ask('GET', '/one-roof/v1/coverage/summary')).status).toBe(200);
    expect((await council.people.clerk.client.ask('GET', '/one-roof/v1/coverage/summary')).status).toBe(403);
    expect(refusalOf(await council.do('council-1', '/releases/REL-0/authorize', { operator: 'operator:x' }))).toMatch(
      /^404 .*There is no release REL-0/,
    );
    expect((await council.byToken('assistant').ask('POST', path, body)).status).toBe(200);
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
    const codes = (await council.read<{ code: string }[]>('clerk', '/requests')).map(({ code }) => code);
    expect(codes).toContain('APR-3');
    expect(codes).not.toContain('APR-OWN');
    expect(await council.read('council-2', '/requests/APR-OWN')).toMatchObject({ code: 'APR-OWN', abilities: { vote_as: 'council' } });
    expect((await council.stack.anonymous.ask('GET', '/one-roof/v1/requests')).status).toBe(403);
    expect(await council.read('council-1', '/council')).toMatchObject({ profile: 'council', separation: { ok: true } });
  });

  it('what must fail: on nothing, on something else, twice, by the proposer, too late', async () => {
    const vote = (code: string, name: Name, revision_digest: string) =>
      council.do(name, `/requests/${code}/vote`, { decision: 'approve', rationale: 'because', revision_digest });
    expect(refusalOf(await vote('APR-NONE', 'council-1', '0'.repeat(64)))).toMatch(/^404 /);
    expect(refusalOf(await council.vote('APR-OWN', 'council-1'))).toMatch(/^403 .*whoever proposes does not decide/);
    expect(refusalOf(await council.vote('APR-3', 'assistant'))).toMatch(/^403 .*voted already/);
    // The president proposes: nobody is left who could be the president. That is not approval.
    expect(await council.file('APR-4', 'president')).toMatchObject({ status: 'deadlocked', separation: { ok: false } });

    const { revision_digest: old } = await council.file('APR-5');
    await approve('APR-5');
    await council.stack.db.sql(`update one_roof.approval_requests set packet_tree_sha256 = repeat('3', 64) where code = 'APR-5'`);
    expect(refusalOf(await vote('APR-5', 'assistant', old))).toMatch(/^412 .*expected one on revision 2/);
    await approve('APR-5');
    expect(refusalOf(await council.signBySsh('APR-5', 'president', (text) => key.sign(text), { revision_digest: old }))).toMatch(
      /^412 .*is not what it was/,
    );
    expect(refusalOf(await council.signBySsh('APR-5', 'president', () => key.sign('else')))).toMatch(/^403 .*does not verify/);
    expect(refusalOf(await council.signBySsh('APR-5', 'council-1', (text) => key.sign(text)))).toMatch(/^403 .*do not hold this seat/);
    expect(refusalOf(await council.do('president', '/requests/APR-5/sign', { method: 'ssh' }))).toMatch(/^400 /);
    expect((await council.file('APR-6', 'clerk', { subject: 'release:APR-5' })).status).toBe('conflicted');
    expect(refusalOf(await council.do('president', '/requests/APR-5/supersede', { by: 'APR-6' }))).toMatch(/^403 .*affair of its proposer/);
    expect(await council.done('clerk', '/requests/APR-5/supersede', { by: 'APR-6' })).toMatchObject({ status: 'superseded' });
    expect(refusalOf(await council.signBySsh('APR-5', 'president', (text) => key.sign(text)))).toMatch(/^412 .*superseded/);

    await council.file('APR-7', 'clerk', { expires_at: new Date(Date.now() + 3000).toISOString() });
    await expect.poll(async () => (await council.read('president', '/requests/APR-7')).status).toBe('expired');
    expect(refusalOf(await council.vote('APR-7', 'council-1'))).toMatch(/^412 .*expired/);
    expect(
      refusalOf(
        await council.do('clerk', '/requests', { code: 'APR-8', subject: 'policy', title: 'x', proposed_action_code: 'create_item' }),
      ),
    ).toMatch(/^403 /);
  });

  it('a password is asked of Directus; the session that this makes is gone', async () => {
    const { revision_digest } = await council.file('APR-10');
    await approve('APR-10');
    const asked = { meaning: MEANING, revision_digest };
    const { id, password } = council.people.president;
    const sessions = async () => (await council.stack.db.sql(`select from directus_sessions where "user" = $1`, [id])).length;
    const before = await sessions();
    const sign = async (given: string) => {
      const { nonce } = await council.done<Options>('president', '/requests/APR-10/challenge', { method: 'password', ...asked });
      return council.do('president', '/requests/APR-10/sign', { method: 'password', agreement: true, nonce, password: given, ...asked });
    };
    expect(refusalOf(await sign('wrong'))).toMatch(/^403 .*does not take this password/);
    expect((await sign(password)).status).toBe(200);
    expect(await sessions()).toBe(before);
    expect(await council.gate()).toMatchObject({ verdict: 'READY', ospa: 1 });
  });

  it('at the command line: filed, exported, signed by ssh-keygen, verified offline; nobody votes there', async () => {
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
    await approve('APR-11');
    const keygen = HAS_SSH_KEYGEN ? new SshKeygen() : null;
    const signer = keygen?.makeKey('ed25519') ?? key;
    council.trust(`${emailOf('president')} namespaces="one-roof" ${signer.line}`);
    await cli(0, 'request', 'export', 'APR-11', join(folder, 'statement'), '--statement', emailOf('president'));
    writeFileSync(join(folder, 'signature'), signer.sign(readFileSync(join(folder, 'statement'), 'utf8')));
    keygen?.remove();
    const sign = ['request', 'sign', 'APR-11', '--ssh', join(folder, 'signature'), '--as'];
    await cli(3, ...sign, emailOf('council-1'));
    expect(await cli(0, ...sign, emailOf('president'))).toContain('APR-11 approved');
    expect(await cli(0, 'request', 'verify', 'APR-11')).toMatch(/^GO/);
    await cli(0, 'request', 'export', 'APR-11', join(folder, 'bundle'));
    expect(await cli(0, 'request', 'verify', '--bundle', join(folder, 'bundle'), '--trust', council.trustFile)).toMatch(/^GO/);
    writeFileSync(join(folder, 'changed'), readFileSync(join(folder, 'bundle'), 'utf8').replace('No passwords', 'No passkeys!'));
    expect(await cli(3, 'request', 'verify', '--bundle', join(folder, 'changed'))).toMatch(/^NO-GO/);
    await cli(0, 'request', 'apply', 'APR-11', '--reason', 'test');
    expect(await cli(0, 'council')).toContain('signatures by passkey, ssh, cooling 24 h');
    await cli(2, 'request', 'vote', 'APR-11');
    expect(await cli(0, 'request', 'list', '--status', 'applied')).toContain('APR-11');
    expect(await cli(10, 'gate', '--quiet')).toBe('BLOCKED\n');
    await cli(0, 'request', 'withdraw', 'APR-3', '--reason', 'test');
    rmSync(folder, { recursive: true });
  });

  it('an administrator cannot make themselves a council', async () => {
    const admin = await council.stack.admin();
    await council.file('APR-20');
    // A user of their own, in the role of the ratifiers.
    const { role } = ((await admin.must('GET', `/users/${council.people.president.id}?fields=role`)) as { data: { role: string } }).data;
    const person = { email: emailOf('intruder'), password: 'a password of theirs' };
    await admin.create('/users', { ...person, role, status: 'active' });
    const intruder = await signIn(council.stack.directus.url, person);
    const { revision_digest } = await council.read('council-1', '/requests/APR-20');
    const body = { decision: 'approve', rationale: 'because', revision_digest };
    expect(refusalOf(await intruder.ask('POST', '/one-roof/v1/requests/APR-20/vote', body))).toMatch(/^403 .*do not hold this seat/);

    // The password of somebody who holds a seat.
    const { id, email } = council.people['council-1'];
    await admin.must('PATCH', `/users/${id}`, { password: 'reset by another' });
    const taken = await signIn(council.stack.directus.url, { email, password: 'reset by another' });
    expect(refusalOf(await taken.ask('POST', '/one-roof/v1/requests/APR-20/vote', body))).toMatch(
      /^403 .*somebody else changed the password/,
    );
    expect((await council.vote('APR-20', 'council-2')).status).toBe(200);
    expect((await council.vote('APR-20', 'president')).status).toBe(200);
    expect((await council.byToken('assistant').ask('POST', '/one-roof/v1/requests/APR-20/vote', body)).status).toBe(200);
    expect((await council.read('president', '/requests/APR-20')).status).toBe('approved');

    // Who is disabled does not count any more, and those who are left are not enough.
    await admin.must('PATCH', `/users/${council.people['council-2'].id}`, { status: 'suspended' });
    expect((await council.read('president', '/requests/APR-20')).status).toBe('deadlocked');
    expect(refusalOf(await council.signBySsh('APR-20', 'president', (text) => key.sign(text)))).toMatch(/^412 .*deadlocked/);
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
    expect(refusalOf(await council.vote('APR-22', 'president'))).toMatch(/^403 .*somebody else changed the password, second factor/);
  });
});

describe.runIf(inject('directus') === 12)('two people on Directus 12 Core, with its three seats', () => {
  let two: Ratifiers<'president' | 'council-1'>;
  beforeAll(async () => {
    two = await Ratifiers.start<'president' | 'council-1'>(
      { president: ['president'], council: ['council-1'] },
      { profile: 'two_person', app: true },
    );
  });
  afterAll(() => two.stack.stop());

  it('one files, the other signs', async () => {
    const key = makeSecurityKey('ecdsa');
    two.trust(`${emailOf('council-1')} namespaces="one-roof" ${key.line}`);
    expect(await two.file('APR-1', 'president')).toMatchObject({ status: 'approved', profile: 'two_person' });
    expect(refusalOf(await two.signBySsh('APR-1', 'president', (text) => key.sign(text)))).toMatch(/^403 .*whoever proposes/);
    expect((await two.signBySsh('APR-1', 'council-1', (text) => key.sign(text))).status).toBe(200);
    expect(await two.gate()).toMatchObject({ verdict: 'READY', ospa: 1 });
  });
});
