import { expect, it } from 'vitest';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import { challenge, emailOf } from '../../harness/council.ts';
import { seatedCouncils } from '../../harness/councils/seated-councils.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { standInRelease } from '../../harness/releases/stand-in-release.ts';

// What must fail, said to the database itself: every rule holds for whoever comes with SQL.

const NONCE = 'n'.repeat(43);

describeOnEachPostgres('ratification by SQL', (server) => {
  const council = seatedCouncils(server);
  const refusal = async (promise: Promise<unknown>) => {
    const { code, message } = await rejectionOf(promise);
    return `${String(code)} ${message}`;
  };

  it('two of the council and the president approve, the president signs: ospa is 1', async () => {
    const { db, people } = await council();
    await people.request('APR-1');
    expect(await people.status('APR-1')).toBe('pending');
    await people.vote('APR-1', 'council-1');
    await people.vote('APR-1', 'president');
    expect(await people.status('APR-1')).toBe('pending');
    expect(await refusal(people.sign('APR-1', 'president'))).toMatch(
      /^OR053 .*expected an approved request, found APR-1 pending/,
    );
    await people.vote('APR-1', 'assistant');
    expect(await people.status('APR-1')).toBe('approved');
    expect(await people.ospa()).toBe(0);
    await people.sign('APR-1', 'president');
    expect(await people.ospa()).toBe(1);

    // What other people keep in a table of that name is not what is counted.
    await db.sql(`create table public.os_proposal_approvals (id serial primary key, esignature_agreement boolean);
      insert into public.os_proposal_approvals (esignature_agreement) select true from generate_series(1, 1000)`);
    expect(await people.ospa()).toBe(1);
  });

  it('what is edited after it was approved is approved by nobody', async () => {
    const { db, people } = await council();
    await people.request('APR-1');
    await people.approve('APR-1');
    await people.sign('APR-1', 'president');
    await people.as('clerk', `update approval_requests set title = 'Another' where code = 'APR-1'`);
    expect(await people.status('APR-1')).toBe('pending');
    expect(await people.ospa()).toBe(0);
    const [row] =
      await db.sql(`select revision, encode(sha256(convert_to(revision_content, 'UTF8')), 'hex') = revision_digest as right_digest
      from one_roof.approval_requests`);
    expect(row).toEqual({ revision: 2, right_digest: true });
    // And a digest is not written by hand.
    await people.as('clerk', `update approval_requests set revision_digest = repeat('2', 64) where code = 'APR-1'`);
    expect(
      await db.sql(`select revision, revision_digest = repeat('2', 64) as forged from one_roof.approval_requests`),
    ).toEqual([{ revision: 2, forged: false }]);
    // A vote or signature for what it said before.
    expect(
      await refusal(
        people.as(
          'council-1',
          `insert into apr_approvals
          (request_code, revision, revision_digest, approver, approver_user, approver_type, seat, decision, rationale, method, statement, public_key, created_by)
          values ('APR-1', 1, repeat('0', 64), '', '${people.ids['council-1']}', 'human', 'council', 'approve', 'x', 'ssh', 's', 'k', 'test')`,
        ),
      ),
    ).toMatch(/^OR055 /);
    await people.approve('APR-1');
    expect(await refusal(people.sign('APR-1', 'president', { digest: '0'.repeat(64) }))).toMatch(/^OR055 /);
  });

  it('nobody votes or signs for somebody else, for themselves as proposer, twice, or without a session', async () => {
    const { db, people } = await council();
    await people.request('APR-1');
    const forged = `insert into one_roof.apr_approvals
      (request_code, revision, revision_digest, approver, approver_user, approver_type, seat, decision, rationale, method, public_key, created_by)
      select code, revision, revision_digest, 'x', '${people.ids.president}', 'human', 'president', 'approve', 'x', 'session', '', 'x' from one_roof.approval_requests`;
    expect(await refusal(db.sql(forged))).toMatch(/^OR054 .*expected a session of this person, found none/);
    expect(await refusal(people.as('council-1', forged))).toMatch(/^OR054 .*found somebody else's/);
    // A static token is no person.
    expect(await refusal(db.sql(`set one_roof.token = 'token-president'; ${forged}`))).toMatch(/^OR054 /);
    expect(await refusal(people.vote('APR-1', 'assistant', 'approve', 'council'))).toMatch(
      /^OR056 .*they do not hold this seat/,
    );
    expect(await refusal(people.vote('APR-1', 'clerk'))).toMatch(/^OR056 .*they do not hold this seat/);
    expect(await refusal(people.vote('APR-1', 'council-1', 'approve', 'president'))).toMatch(/^OR056 /);
    await people.vote('APR-1', 'council-1');
    expect(await refusal(people.vote('APR-1', 'council-1', 'reject'))).toMatch(/^OR056 .*voted already/);

    // A second account of the same human: the same e-mail but for its case is one unique e-mail in Directus, so by identifier.
    await db.sql(`update directus_users set external_identifier = 'X' where email = '${emailOf('council-1')}'`);
    await db.sql(
      `alter table one_roof.governance_credential_change disable trigger all; delete from one_roof.governance_credential_change`,
    );
    await people.request('APR-2', {}, 'president');
    expect(await refusal(people.vote('APR-2', 'president'))).toMatch(
      /^OR056 .*the proposer of a request cannot decide it/,
    );
    // The president proposes: nobody is left who could be the president.
    expect(await people.status('APR-2')).toBe('deadlocked');

    // A program that acts for a person, as Directus 12 notes it, is not that person.
    await people.request('APR-3');
    await db.sql(`alter table directus_sessions add if not exists oauth_client uuid;
      update directus_sessions set oauth_client = gen_random_uuid() where token = 'session-president'`);
    const bySession = { method: 'session', statement: null, public_key: '', assertion: {} };
    expect(
      await refusal(
        people.as('president', await people.voteStatement('APR-3', 'president', 'approve', 'president', bySession)),
      ),
    ).toMatch(/^OR054 .*found none/);
    // And a session, whosever it is, is no vote of a council.
    expect(
      await refusal(
        people.as('council-2', await people.voteStatement('APR-3', 'council-2', 'approve', 'council', bySession)),
      ),
    ).toMatch(/^OR056 .*made in a session only/);

    expect(await refusal(db.sql(`update one_roof.apr_approvals set decision = 'approve'`))).toMatch(/^OR003 /);
    expect(await refusal(db.sql(`delete from one_roof.apr_approvals`))).toMatch(/^OR003 /);
    expect(await refusal(db.sql(`truncate one_roof.apr_approvals cascade`))).toMatch(/^OR003 /);
    expect(await refusal(db.sql(`update one_roof.approval_requests set status = 'approved'`))).toMatch(/^42703 /);
  });

  it('a signature is made by who may sign, with an allowed method, in their session, once for each challenge', async () => {
    const { db, people } = await council({ methods: ['passkey', 'ssh'] });
    await people.request('APR-1');
    await people.approve('APR-1');
    expect(await refusal(people.sign('APR-1', 'council-1'))).toMatch(/^OR056 .*they do not hold this seat/);
    expect(await refusal(people.sign('APR-1', 'president', { method: 'password', nonce: NONCE }))).toMatch(
      /^OR056 .*does not allow this method/,
    );
    expect(await refusal(people.sign('APR-1', 'president', { agreement: false }))).toMatch(/^OR056 .*agreement/);
    expect(await refusal(people.sign('APR-1', 'president', { method: 'passkey' }))).toMatch(
      /^OR057 .*no such challenge/,
    );
    expect(await refusal(people.as('council-1', people.signature('APR-1', 'president')))).toMatch(/^OR054 /);
    const [text, values] = people.signature('APR-1', 'president', { method: 'passkey' });
    expect(await refusal(db.sql(text.replaceAll(/(into|join) /g, '$1 one_roof.'), values))).toMatch(
      /^OR054 .*found none/,
    );
    expect(
      await refusal(
        db.sql(`insert into one_roof.os_proposal_approvals (status, first_name, last_name, email, esignature_agreement, created_by)
        values ('signed', 'P', 'T', '${emailOf('president')}', true, 'x')`),
      ),
    ).toMatch(/^OR056 .*not bound to a request/);

    await people.sign('APR-1', 'president', { method: 'passkey', nonce: NONCE });
    expect(await people.ospa()).toBe(1);
    // The same answer again, for another request.
    await people.request('APR-2');
    await people.approve('APR-2');
    expect(
      await refusal(
        people.as('president', people.signature('APR-2', 'president', { method: 'passkey', nonce: NONCE })),
      ),
    ).toMatch(/^OR057 .*answered before/);
    const other = 'o'.repeat(43);
    await people.as('president', challenge(other, 'sign', people.ids.president, 'APR-1'));
    expect(
      await refusal(
        people.as('president', people.signature('APR-2', 'president', { method: 'passkey', nonce: other })),
      ),
    ).toMatch(/^OR057 .*another revision/);
    await people.as('clerk', challenge('p'.repeat(43), 'enrol', people.ids.clerk, null));
    expect(await refusal(people.as('clerk', challenge('q'.repeat(43), 'enrol', people.ids.president, null)))).toMatch(
      /^OR054 /,
    );
    const enrol = (
      user: string,
    ) => `insert into governance_credential (credential_id, user_id, label, public_key, ssh_public_key, rp_id, created_by)
      values ('c-${user}', '${people.ids[user as 'clerk']}', 'key', 'k-${user}', 's', 'localhost', 'test')`;
    expect(
      await refusal(people.as('clerk', `set local one_roof.challenge = '${'p'.repeat(43)}'`, enrol('president'))),
    ).toMatch(/^OR054 .*People enrol|^OR054 .*expected a session of this person/);
    await people.as('clerk', `set local one_roof.challenge = '${'p'.repeat(43)}'`, enrol('clerk'));
    expect(
      await refusal(
        people.as(
          'clerk',
          `set local one_roof.challenge = '${'p'.repeat(43)}'`,
          enrol('clerk').replace(`'c-clerk'`, `'c-2'`),
        ),
      ),
    ).toMatch(/^OR057 .*answered before/);
    for (const table of ['governance_signature', 'os_proposal_approvals'])
      expect(await refusal(db.sql(`delete from one_roof.${table}`))).toMatch(/^OR003 /);
  });

  it('a signer who was disabled, moved to another role or changed by somebody else opens nothing', async () => {
    const { db, people } = await council();
    await people.request('APR-1');
    await people.approve('APR-1');
    await people.signWithKey('APR-1', 'president');
    await standInRelease(db, { release: 'APR-1', request: 'APR-1' });
    const president = `where id = '${people.ids.president}'`;
    const gate = () => db.read((session) => evaluateGate(session, people.trust));

    await db.sql(`update directus_users set status = 'suspended' ${president}`);
    expect(await people.ospa()).toBe(0);
    expect((await gate()).blockers).toEqual(['ospa<1', 'signer_dead']);
    await db.sql(`update directus_users set status = 'active', role = null ${president}`);
    expect(await people.ospa()).toBe(0);
    await db.sql(
      `update directus_users set role = (select id from directus_roles where name = 'Ratifiers') ${president}`,
    );
    expect(await people.ospa()).toBe(1);

    // From now on their word does not count: somebody changed the account, and Directus did not note that it was they.
    await people.request('APR-2');
    await people.vote('APR-2', 'council-1');
    expect(await refusal(people.vote('APR-2', 'president'))).toMatch(/^OR056 .*somebody else changed the password/);
    // Whoever changes their own password counts.
    await db.sql(`begin; update directus_users set password = 'new' where id = '${people.ids['council-2']}';
      insert into directus_activity (action, "user", "timestamp", collection, item)
        values ('update', '${people.ids['council-2']}', now(), 'directus_users', '${people.ids['council-2']}'); commit`);
    await people.vote('APR-2', 'council-2');
    await db.sql(`begin; update directus_users set password = 'newer' where id = '${people.ids['council-1']}';
      insert into directus_activity (action, "user", "timestamp", collection, item)
        values ('update', '${people.ids.clerk}', now(), 'directus_users', '${people.ids['council-1']}'); commit`);
    await people.request('APR-3');
    expect(await refusal(people.vote('APR-3', 'council-1'))).toMatch(/^OR056 .*somebody else/);
    // With the president and one of the council cooling, nobody can come to the quorum: that is said at once.
    expect(await people.status('APR-3')).toBe('deadlocked');
  });

  it('a request that is rejected, withdrawn, superseded, expired, or asked twice takes no vote and no signature', async () => {
    const { db, people } = await council();
    await people.request('APR-1');
    await people.vote('APR-1', 'council-1', 'reject');
    expect(await people.status('APR-1')).toBe('rejected');
    expect(await refusal(people.vote('APR-1', 'council-2'))).toMatch(/^OR053 .*rejected/);

    await people.request('APR-0');
    await people.vote('APR-0', 'council-1', 'abstain');
    expect(await people.status('APR-0')).toBe('pending');
    await people.vote('APR-0', 'council-2', 'abstain');
    expect(await people.status('APR-0')).toBe('deadlocked');

    await people.request('APR-2');
    await people.approve('APR-2');
    await people.request('APR-3', { subject: 'release:APR-2' });
    // The second one is a conflict only once it could be carried out as well.
    expect([await people.status('APR-2'), await people.status('APR-3')]).toEqual(['approved', 'pending']);
    await people.approve('APR-3');
    expect([await people.status('APR-2'), await people.status('APR-3')]).toEqual(['conflicted', 'conflicted']);
    await people.as('clerk', `update approval_requests set superseded_by = 'APR-3' where code = 'APR-2'`);
    expect([await people.status('APR-2'), await people.status('APR-3')]).toEqual(['superseded', 'approved']);
    expect(await refusal(people.sign('APR-2', 'president'))).toMatch(/^OR053 .*superseded/);
    expect(await refusal(people.as('clerk', `update approval_requests set title = 'x' where code = 'APR-2'`))).toMatch(
      /^OR053 .*closed/,
    );
    expect(
      await refusal(
        people.as(
          'council-1',
          `update approval_requests set withdrawn_at = now(), withdrawn_reason = 'x' where code = 'APR-3'`,
        ),
      ),
    ).toMatch(/^OR052 /);
    await people.as(
      'clerk',
      `update approval_requests set withdrawn_at = now(), withdrawn_reason = 'x' where code = 'APR-3'`,
    );
    expect(await refusal(people.vote('APR-3', 'assistant'))).toMatch(/^OR053 .*withdrawn/);

    await people.request('APR-4', { expires_at: new Date(Date.now() + 1500).toISOString() });
    await people.approve('APR-4');
    await people.sign('APR-4', 'president');
    await expect.poll(() => people.status('APR-4')).toBe('expired');
    expect(await people.ospa()).toBe(0);
    expect(await refusal(people.vote('APR-4', 'assistant'))).toMatch(/^OR053 .*expired/);
    expect(await refusal(people.request('APR-5', { expires_at: '2020-01-01' }))).toMatch(/^OR053 /);
    expect(await refusal(people.request('APR-5', { action: 'add' }))).toMatch(/^23514 /);
    expect(await refusal(people.request('APR-5', { proposer_user: people.ids.president }))).toMatch(/^OR052 /);
    expect(await refusal(people.request('APR-5', { proposed_action_code: 'create_item' }))).toMatch(/^OR050 /);
    const nobody = `insert into one_roof.approval_requests
      (code, subject, action, title, proposer_user, proposer, expires_at, revision_content, revision_digest, created_by)
      values ('APR-6', 'seats', 'modify', 'x', gen_random_uuid(), 'x', now() + interval '1 hour', '', '', 'x')`;
    expect(await refusal(db.sql(nobody))).toMatch(/^OR052 .*found nobody/);
    expect(await refusal(db.sql(`delete from one_roof.approval_requests`))).toMatch(/^OR003 /);
  });
});
