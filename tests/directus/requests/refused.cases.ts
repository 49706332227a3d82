import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { DirectusClient } from '../../../hosts/directus-client.ts';
import { emailOf } from '../../harness/council.ts';
import { FlowForger } from '../../harness/directus/flow-forger.ts';
import type { Ratifiers } from '../../harness/councils/ratifiers.ts';
import { refusalOf, signIn } from '../../harness/councils/ratifiers.ts';
import { standInRelease } from '../../harness/releases/stand-in-release.ts';
import { HAS_SSH_KEYGEN, makeSecurityKey, SshKeygen } from '../../harness/councils/ssh-keys.ts';
import type { SshKey } from '../../harness/councils/ssh-keys.ts';

export type Name = 'president' | 'council-1' | 'council-2' | 'assistant';

/** Council that the test has seated, once it is there. */
interface Seated {
  running: () => Ratifiers<Name>;
  key: SshKey;
  approve: (code: string) => Promise<void>;
}

/** Cases of what is refused, of the command line, and of administrators who would decide themselves. */
export function refusedCases({ running, key, approve }: Seated): void {
  let council: Ratifiers<Name>;
  beforeAll(() => {
    council = running();
  });

  it('what must fail: on nothing, on something else, twice, by the proposer, too late', async () => {
    const signedVote = (code: string, name: Name) =>
      council.sshProof(code, name, { act: 'vote', choice: 'approve', rationale: 'because' });
    const vote = (code: string, name: Name, body: Record<string, unknown>) =>
      council.do(name, `/requests/${code}/vote`, { choice: 'approve', rationale: 'because', ...body });
    const known = await signedVote('APR-3', 'council-2');
    expect(refusalOf(await vote('APR-NONE', 'council-1', known))).toMatch(/^404 /);
    expect(refusalOf(await council.vote('APR-OWN', 'council-1'))).toMatch(
      /^403 .*the proposer of a request cannot decide it/,
    );
    expect(refusalOf(await council.vote('APR-3', 'assistant'))).toMatch(/^403 .*voted already/);
    // The president proposes: nobody is left who could be the president. That is not approval.
    expect(await council.file('APR-4', 'president')).toMatchObject({ status: 'deadlocked', separation: { ok: false } });

    const { revision_digest: old } = await council.file('APR-5');
    const early = await signedVote('APR-5', 'assistant');
    await approve('APR-5');
    await council.stack.db.sql(`set one_roof.request_roles = '["Clerks"]';
      update one_roof.approval_requests set title = 'Another' where code = 'APR-5'`);
    expect(refusalOf(await vote('APR-5', 'assistant', early))).toMatch(/^412 .*has changed/);
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
    ).toMatch(/^412 .*has changed/);
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
      /^403 .*only its proposer may change it/,
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
}
