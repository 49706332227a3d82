import { expect, it } from 'vitest';
import { emailOf } from '../../harness/council.ts';
import { seatedCouncils } from '../../harness/councils/seated-councils.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { draftStandIn } from '../../harness/releases/draft-release.ts';

// What must fail, said to the database itself: every rule holds for whoever comes with SQL.

describeOnEachPostgres('what ratification by SQL changes, and asks for', (server) => {
  const council = seatedCouncils(server);
  const refusal = async (promise: Promise<unknown>) => {
    const { code, message } = await rejectionOf(promise);
    return `${String(code)} ${message}`;
  };

  it('seats and the policy are changed by what their holders ratified, exactly, and once', async () => {
    const { db, people } = await council();
    expect(
      await refusal(
        db.sql(
          `select one_roof.seat_people('{"profile":"two_person","methods":["password"],"cooling_hours":1,"seats":{}}', 'x')`,
        ),
      ),
    ).toMatch(/^OR060 /);
    const seat = `insert into one_roof.governance_seat (seat, person, user_id, directus_role, approval_ref, created_by)
      values ('president', 'clerk@example.com', '${people.ids.clerk}', gen_random_uuid(), `;
    expect(await refusal(db.sql(`${seat} 'BOOTSTRAP', 'x')`))).toMatch(/^OR060 /);
    expect(await refusal(db.sql(`${seat} 'APR-1', 'x')`))).toMatch(/^OR007 /);
    expect(await refusal(db.sql(`update one_roof.governance_seat set user_id = '${people.ids.clerk}'`))).toMatch(
      /^OR003 /,
    );
    expect(await refusal(db.sql(`update one_roof.governance_policy set profile = 'two_person'`))).toMatch(/^OR003 /);

    const change = { change: 'fill', seat: 'council', person: emailOf('council-3'), user: people.ids['council-3'] };
    const asked = {
      subject: 'seats',
      proposed_action_code: 'delegate_authority',
      packet_tree_sha256: null,
      plan_digest: null,
    };
    await people.request('APR-1', { ...asked, proposed_action: { seats: [change] } });
    const carryOut = (code: string) =>
      db.sql(`begin; set local search_path = one_roof; select apply_delegation('${code}', 'test'); commit`);
    expect(await refusal(carryOut('APR-1'))).toMatch(/^OR059 .*found status pending/);
    await people.approve('APR-1');
    expect(await refusal(carryOut('APR-1'))).toMatch(/^OR059 .*found status approved/);
    await people.sign('APR-1', 'president');
    expect(await people.ospa()).toBe(0); // it opens no gate: it is about no release
    await carryOut('APR-1');
    expect(await people.status('APR-1')).toBe('applied');
    expect(await refusal(carryOut('APR-1'))).toMatch(/^OR053 .*applied before/);
    expect(await refusal(db.sql(`${seat} 'APR-1', 'x')`))).toMatch(/^OR053 .*applied before/);
    await people.request('APR-2');
    await people.vote('APR-2', 'council-3');

    await people.request('APR-5', { ...asked, proposed_action: { seats: [{ ...change, change: 'vacate' }] } });
    await people.approve('APR-5');
    await people.sign('APR-5', 'president');
    await carryOut('APR-5');
    const again = seat
      .replace('president', 'council')
      .replaceAll('clerk@example.com', change.person)
      .replace(people.ids.clerk, change.user);
    expect(await refusal(db.sql(`${again} 'APR-1', 'x')`))).toMatch(/^OR053 .*applied before/);

    const policy = { profile: 'two_person', methods: ['ssh'], cooling_hours: 24 };
    await people.request('APR-3', { ...asked, subject: 'policy', proposed_action: { policy } });
    await people.approve('APR-3');
    await people.sign('APR-3', 'president');
    expect(
      await refusal(
        db.sql(`insert into one_roof.governance_policy (profile, methods, cooling_hours, approval_ref, created_by)
        values ('two_person', '{password}', 24, 'APR-3', 'x')`),
      ),
    ).toMatch(/^OR060 /);
    await carryOut('APR-3');
    expect(await db.sql(`select one_roof.governance_profile() as profile`)).toEqual([{ profile: 'two_person' }]);
    // An action whose handler does nothing is ratified in vain.
    await people.request('APR-4', {
      ...asked,
      subject: 'law',
      proposed_action_code: 'amend_law',
      proposed_action: { seats: [change] },
    });
    expect(await refusal(carryOut('APR-4'))).toMatch(/^OR058 .*found amend_law with handler unimplemented/);
    expect(
      await refusal(db.sql(`update one_roof.apr_action_types set handler_ref = 'one-roof:delegate_authority'`)),
    ).toMatch(/^OR003 /);
    expect(
      await refusal(
        db.sql(`insert into one_roof.apr_action_types (action_code, risk_level, handler_ref, description, created_by)
        values ('easy', 'low', 'unimplemented', 'x', 'x')`),
      ),
    ).toMatch(/^OR050 /);
  });

  it('two people: one files and signs that they did, the other signs', async () => {
    const { db, people } = await council({ profile: 'two_person' });
    await people.request('APR-1', {}, 'president');
    // A session says who filed it, and proves nothing: the other one of the two could have made it.
    expect(await people.status('APR-1')).toBe('pending');
    expect(await refusal(people.confirm('APR-1', 'council-1'))).toMatch(/^OR054 .*expected its proposer/);
    await people.confirm('APR-1', 'president');
    expect(await people.status('APR-1')).toBe('approved');
    expect(await refusal(people.sign('APR-1', 'president'))).toMatch(/^OR056 .*the proposer of a request/);
    await people.sign('APR-1', 'council-1');
    expect(await people.ospa()).toBe(1);
    for (const change of [
      `update one_roof.governance_confirmation set signer = 'x'`,
      `delete from one_roof.governance_confirmation`,
    ])
      expect(await refusal(db.sql(change))).toMatch(/^OR003 /);

    // A confirmation is of one revision.
    await people.as('president', `update approval_requests set title = 'another' where code = 'APR-1'`);
    expect(await people.status('APR-1')).toBe('pending');
    const stale = `insert into governance_confirmation
        (request_code, revision, revision_digest, signer, signer_user, method, statement, public_key, assertion, created_by)
      select request_code, revision, revision_digest, '', signer_user, method, statement, 'another', assertion, 'x' from governance_confirmation`;
    expect(await refusal(people.as('president', stale))).toMatch(/^OR055 .*expected revision 2/);
  });

  it('what only a session says proves nothing, and no policy of a council says otherwise', async () => {
    for (const profile of ['council', 'two_person'] as const) {
      const { people } = await council({ profile });
      await people.request('APR-1');
      const bySession = { method: 'session', statement: null, public_key: '', assertion: {} };
      expect(
        await refusal(
          people.as('council-1', await people.voteStatement('APR-1', 'council-1', 'approve', 'council', bySession)),
        ),
      ).toMatch(/^OR056 .*made in a session only/);
    }
    const { db } = await council({ seated: false });
    for (const [methods, voteProof] of [
      ['{ssh}', 'session'],
      ['{ssh,password}', 'key'],
    ])
      expect(
        await refusal(
          db.sql(`insert into one_roof.governance_policy (profile, methods, vote_proof, approval_ref, created_by)
            values ('council', '${methods}', '${voteProof}', 'BOOTSTRAP', 'x')`),
        ),
      ).toMatch(/chk_council_proof/);
  });

  it('two people whose ratified policy lets a session prove what they do', async () => {
    const { db, people } = await council({ profile: 'two_person', voteProof: 'session' });
    await people.request('APR-1', {}, 'president');
    expect(await people.status('APR-1')).toBe('approved');

    // Filed at the command line in somebody's name: it waits until they say so themselves.
    const filed = `insert into one_roof.approval_requests
      (code, subject, action, title, packet_tree_sha256, plan_digest, proposer_user, proposer, expires_at, revision_content, revision_digest, created_by)
      values ('APR-2', 'release:R-2', 'modify', 'x', repeat('1', 64), repeat('1', 64), '${people.ids['council-1']}', 'x', now() + interval '1 hour', '', '', 'x')`;
    await draftStandIn(db, { release: 'R-2', packet: '1'.repeat(64), plan: '1'.repeat(64) });
    await db.sql(filed);
    expect(await people.status('APR-2')).toBe('pending');
    const confirm = `update one_roof.approval_requests set confirmed_at = now() where code = 'APR-2'`;
    expect(await refusal(db.sql(confirm))).toMatch(/^OR054 /);
    expect(await refusal(people.as('president', confirm))).toMatch(/^OR052 /);
    await people.as('council-1', confirm);
    expect(await people.status('APR-2')).toBe('approved');
  });

  it('without seats there is nobody to ask', async () => {
    const { people } = await council({ seated: false });
    expect(await refusal(people.request('APR-1'))).toMatch(/^OR051 .*observe/);
  });
});
