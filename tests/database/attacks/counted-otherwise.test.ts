import { expect, it } from 'vitest';
import { readDecision } from '../../../src/governance/decision/decide.ts';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import { verifyLedger } from '../../../src/governance/ledger/verify-ledger.ts';
import { judgeRequest } from '../../../src/governance/ratification/bundle/judge-request.ts';
import { requestDetail } from '../../../src/governance/ratification/requests/request-detail.ts';
import { emailOf } from '../../harness/council.ts';
import { describeOnEachPostgres } from '../../harness/servers.ts';
import { standInRelease } from '../../harness/releases/stand-in-release.ts';
import { ASKED, councilsPastTheGuards, off, POLICY, seat } from '../../harness/councils/past-the-guards.ts';

// Acts that ratify nothing, counted as if they did: written by whoever owns the tables, with the guards off for a moment.

describeOnEachPostgres('what people did not ratify, carried out all the same', (server) => {
  const council = councilsPastTheGuards(server);

  it('an action whose risk was made low asks for as much as before', async () => {
    const { db, people, unratified, carryOut } = await council();
    await db.sql(`alter table one_roof.apr_action_types disable trigger user;
      update one_roof.apr_action_types set risk_level = 'low' where action_code = 'delegate_authority'`);
    await people.request('POL-1', { ...ASKED, subject: 'policy', proposed_action: { policy: POLICY } });
    await people.vote('POL-1', 'president');
    expect(await people.status('POL-1')).toBe('pending');
    await people.vote('POL-1', 'council-1');
    await people.vote('POL-1', 'council-2');
    await people.signWithKey('POL-1', 'president');
    await carryOut('POL-1');
    expect(await unratified('POL-1')).toBeNull();
  });

  it('somebody rejected it, and it was carried out all the same', async () => {
    const { people, pastGuards, used, unratified } = await council();
    await people.request('POL-1', { ...ASKED, subject: 'policy', proposed_action: { policy: POLICY } });
    await people.approve('POL-1');
    await people.signWithKey('POL-1', 'president');
    const vote = await people.voteStatement('POL-1', 'assistant', 'reject', 'ai_council', {
      approver_type: 'ai_council',
    });
    await people.as('assistant', vote);
    await pastGuards(`${used('POL-1')};
      insert into governance_policy (profile, methods, cooling_hours, approval_ref, created_by, xid)
      values ('two_person', '{ssh}', 1, 'POL-1', 'x', pg_current_xact_id())`);
    expect(await unratified('POL-1')).toBe('POL-1');
    // What somebody says once it was done takes nothing away.
    await pastGuards(`update apr_approvals set signed_at = clock_timestamp() where decision = 'reject'`);
    expect(await unratified('POL-1')).toBeNull();
  });

  it('somebody who approved it had rejected it as well', async () => {
    const { people, pastGuards, used, unratified } = await council();
    const seats = [seat('fill', 'council', 'council-3', people.ids['council-3'])];
    await people.request('SEATS-1', { ...ASKED, subject: 'seats', proposed_action: { seats } });
    await people.approve('SEATS-1');
    await people.signWithKey('SEATS-1', 'president');
    await people.as(
      'council-1',
      `set local one_roof.verified = 'only'`,
      await people.voteStatement('SEATS-1', 'council-1', 'reject'),
    );
    await pastGuards(`${used('SEATS-1')};
      insert into governance_seat (seat, person, user_id, directus_role, approval_ref, created_by)
      values ('council', '${emailOf('council-3')}', '${people.ids['council-3']}', gen_random_uuid(), 'SEATS-1', 'x')`);
    expect(await unratified('SEATS-1')).toBe('SEATS-1');
  });

  it('whoever would lose their seat voted or signed', async () => {
    const { db, people, pastGuards, used, unratified } = await council();
    const left = seat('vacate', 'council', 'council-1', people.ids['council-1']);
    await people.request('SEATS-1', { ...ASKED, subject: 'seats', proposed_action: { seats: [left] } });
    for (const person of ['president', 'council-2'] as const) await people.vote('SEATS-1', person);
    await db.sql(off('disable'));
    const named = { signed_at: new Date().toISOString() };
    const [text, values] = await people.voteStatement('SEATS-1', 'council-1', 'approve', 'council', {
      approver: emailOf('council-1'),
      ...named,
    });
    await people.as('council-1', [text, values]);
    const { statement, signature, key } = await people.signed('SEATS-1', 'president', {
      act: 'sign',
      meaning: 'I ratify this',
    });
    await people.as(
      'president',
      people.signature('SEATS-1', 'president', { statement, key, assertion: { signature } }),
    );
    await pastGuards(`update governance_signature set signer = '${emailOf('president')}'; ${used('SEATS-1')};
      update governance_seat set vacated_at = clock_timestamp(), vacated_ref = 'SEATS-1' where person = '${emailOf('council-1')}'`);
    expect(await unratified('SEATS-1')).toBe('SEATS-1');
  });

  it('one of two was removed with a signature of their own', async () => {
    const { db, people, pastGuards, used, unratified } = await council({ profile: 'two_person' });
    const left = seat('vacate', 'council', 'council-1', people.ids['council-1']);
    await people.request('SEATS-1', { ...ASKED, subject: 'seats', proposed_action: { seats: [left] } }, 'president');
    await people.confirm('SEATS-1', 'president');
    await db.sql(off('disable'));
    const { statement, signature, key } = await people.signed('SEATS-1', 'council-1', {
      act: 'sign',
      meaning: 'I ratify this',
    });
    await people.as(
      'council-1',
      people.signature('SEATS-1', 'council-1', { statement, key, assertion: { signature } }),
    );
    await pastGuards(`update governance_signature set signer = '${emailOf('council-1')}'; ${used('SEATS-1')};
      update governance_seat set vacated_at = clock_timestamp(), vacated_ref = 'SEATS-1' where person = '${emailOf('council-1')}'`);
    expect(await unratified('SEATS-1')).toBe('SEATS-1');
  });

  it('a request that takes the seat of the president is signed by the council, as before the fact', async () => {
    const { db, people, pastGuards, used, unratified } = await council();
    const president = seat('vacate', 'president', 'president', people.ids.president);
    await people.request('SEATS-1', { ...ASKED, subject: 'seats', proposed_action: { seats: [president] } });
    for (const person of ['council-1', 'council-2'] as const) await people.vote('SEATS-1', person);
    await people.as(
      'assistant',
      await people.voteStatement('SEATS-1', 'assistant', 'approve', 'ai_council', { approver_type: 'ai_council' }),
    );
    expect(await people.status('SEATS-1')).toBe('approved');
    await db.sql(off('disable'));
    const { statement, signature, key } = await people.signed('SEATS-1', 'president', {
      act: 'sign',
      meaning: 'I ratify this',
    });
    await people.as(
      'president',
      people.signature('SEATS-1', 'president', { statement, key, assertion: { signature } }),
    );
    await pastGuards(`update governance_signature set signer = '${emailOf('president')}'; ${used('SEATS-1')};
      update governance_seat set vacated_at = clock_timestamp(), vacated_ref = 'SEATS-1' where seat = 'president'`);
    expect(await unratified('SEATS-1')).toBe('SEATS-1');
    // Signed by one of the council it is what people ratified.
    await db.sql(off('disable'));
    const other = await people.signed('SEATS-1', 'council-1', { act: 'sign', meaning: 'I ratify this' });
    await people.as(
      'council-1',
      people.signature('SEATS-1', 'council-1', { ...other, assertion: { signature: other.signature } }),
    );
    await pastGuards(`update governance_signature set signer = '${emailOf('council-1')}' where signer = ''`);
    expect(await unratified('SEATS-1')).toBeNull();
    // The council votes in the place of the president as well: without one of the three it is not ratified.
    await pastGuards(`delete from apr_approvals where seat = 'ai_council'`);
    expect(await unratified('SEATS-1')).toBe('SEATS-1');
  });

  it('a request that cannot be read closes the gate, is named, and hides nothing else', async () => {
    const { db, people, ratify, pastGuards, carryOut, unratified, gate } = await council();
    await ratify('POL-1', 'policy', { policy: POLICY });
    await carryOut('POL-1');
    await people.request('APR-1', {}, 'president');
    await standInRelease(db, { release: 'APR-1', request: 'APR-1' });
    for (const content of ['no JSON', '{', '[]', '7', '{}', `{"code": "${'['.repeat(9)}"}`, '['.repeat(20_000)]) {
      await pastGuards(`update approval_requests set revision_content = '${content}',
        revision_digest = encode(sha256(convert_to('${content}', 'UTF8')), 'hex') where code = 'POL-1'`);
      expect(await unratified('POL-1')).toContain('POL-1');
      const { verdict, blockers, conditions } = await gate();
      expect(verdict).toBe('BLOCKED');
      expect(blockers).toEqual(expect.arrayContaining(['ospa<1', 'rules_unratified', 'request_unreadable']));
      expect(blockers).not.toContain('not_evaluated');
      expect(conditions.find(({ name }) => name === 'requests')?.actual).toBe(
        'POL-1: the content of its revision cannot be read',
      );
    }
    // Nor is a release READY of whose request the row says something else than what people voted on and signed.
    await pastGuards(`update approval_requests set title = 'Another title' where code = 'APR-1'`);
    expect((await gate()).conditions.find(({ name }) => name === 'requests')?.actual).toMatch(
      /^APR-1: its title differs.*; POL-1: /,
    );
  });

  it('a release that says it is ratified, and a row that is no signature on an earlier revision', async () => {
    const { db, people, pastGuards } = await council();
    const claims = async () =>
      (await db.read((session) => readDecision(session, people.trust))).fabricated_approvals.map(({ claim }) => claim);
    await people.request('APR-1');
    await standInRelease(db, { release: 'APR-1', request: 'APR-1' });
    const ratified = (status: string) =>
      db.sql(
        `alter table one_roof.governance_release disable trigger trg_release_guard; update one_roof.governance_release set status = '${status}'`,
      );
    await ratified('ratified');
    const claim = 'release APR-1 is ratified';
    expect(await claims()).toContain(claim);
    // Junk about another revision, or an earlier one of a real signature's request, proves nothing.
    await db.sql(off('disable'));
    await people.as('president', people.signature('APR-1', 'president', { digest: '0'.repeat(64) }));
    await pastGuards(`update governance_signature set signer = '${emailOf('president')}'`);
    expect(await claims()).toContain(claim);

    // Really signed, on a revision that was edited since: that stays, and is no fabricated approval.
    await ratified('rehearsed');
    await people.approve('APR-1');
    await people.signWithKey('APR-1', 'president');
    await ratified('ratified');
    expect(await claims()).not.toContain(claim);
    await people.as('clerk', `update approval_requests set title = 'Another title' where code = 'APR-1'`);
    expect(await claims()).not.toContain(claim);
    const { blockers } = await db.read((session) => evaluateGate(session, people.trust));
    expect(blockers).toContain('ospa<1');
    expect(blockers).not.toContain('signature_invalid');
  });

  it('an act whose times are none keeps nothing else from being judged', async () => {
    const { db, people, pastGuards, gate } = await council();
    await people.request('APR-1');
    await standInRelease(db, { release: 'APR-1', request: 'APR-1' });
    await people.approve('APR-1');
    await pastGuards(`update apr_approvals set signed_at = 'infinity' where approver = '${emailOf('council-1')}'`);
    expect((await gate()).blockers).toEqual(['ospa<1', 'signature_invalid']);
    await pastGuards(`update apr_approvals set signed_at = now()`);
    await people.signWithKey('APR-1', 'president');
    await pastGuards(`update governance_signature set signed_at = 'infinity'`);
    await pastGuards(`update apr_approvals set signed_at = '-infinity' where approver = '${emailOf('council-1')}'`);
    expect((await gate()).blockers).toEqual(['ospa<1', 'signature_invalid']);
    const reader = { user: null, all: true };
    await db.read(async (session) => {
      expect(await readDecision(session, people.trust)).toMatchObject({ gate: 'BLOCKED' });
      expect(await requestDetail(session, { code: 'APR-1' }, reader, people.trust)).toMatchObject({
        signature_list: [],
      });
      expect(await judgeRequest(session, 'APR-1', null, people.trust)).toMatchObject({ verdict: 'NO-GO' });
    });
  });

  it('the first policy, rewritten in place, is found by the ledger', async () => {
    const { db, pastGuards, unratified } = await council();
    expect(await db.read((session) => verifyLedger(session))).toMatchObject({ verdict: 'intact' });
    await pastGuards(`update governance_policy set cooling_hours = 1`);
    expect(await unratified()).toBeNull();
    expect(await db.read((session) => verifyLedger(session))).toMatchObject({
      verdict: 'broken',
      rows: [expect.objectContaining({ relation: 'governance_policy' }) as unknown],
    });
  });
});
