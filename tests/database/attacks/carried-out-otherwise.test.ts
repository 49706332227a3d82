import { expect, it } from 'vitest';
import { readDecision } from '../../../src/governance/decision/decide.ts';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import { verifyLedger } from '../../../src/governance/ledger/verify-ledger.ts';
import { judgeRequest } from '../../../src/governance/ratification/bundle/judge-request.ts';
import { requestDetail } from '../../../src/governance/ratification/requests/request-detail.ts';
import { countVerified } from '../../../src/governance/ratification/requests/verified-acts.ts';
import { emailOf } from '../../harness/council.ts';
import type { Person } from '../../harness/council.ts';
import { seatedCouncils } from '../../harness/councils/seated-councils.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { standInRelease } from '../../harness/releases/stand-in-release.ts';

// What people really ratified, carried out as something else: written by whoever owns the tables, with the guards off for a moment.

const ASKED = { proposed_action_code: 'delegate_authority', packet_tree_sha256: null, plan_digest: null };
const GUARDS = [
  'approval_requests',
  'apr_approvals',
  'governance_signature',
  'governance_consumed_approval',
  'governance_policy',
  'governance_seat',
];
const off = (what: 'disable' | 'enable always') =>
  GUARDS.map((table) =>
    what === 'disable'
      ? `alter table one_roof.${table} disable trigger user;`
      : `do $$ declare t text; begin for t in select tgname from pg_trigger where tgrelid = 'one_roof.${table}'::regclass and not tgisinternal loop
           execute format('alter table one_roof.${table} enable always trigger %I', t); end loop; end $$;`,
  ).join('\n');
const POLICY = { profile: 'two_person', methods: ['ssh'], cooling_hours: 1 };

describeOnEachPostgres('what people ratified, carried out otherwise', (server) => {
  const seated = seatedCouncils(server);
  const council = async (options: Parameters<typeof seated>[0] = {}) => {
    const { db, people } = await seated(options);
    /** Really ratifies a request: votes and a signature that verify. */
    const ratify = async (code: string, subject: string, proposed_action: object) => {
      await people.request(code, { ...ASKED, subject, proposed_action });
      await people.approve(code);
      await people.signWithKey(code, 'president');
    };
    /** Statements with no guard on, as one transaction; then the guards are as they were. */
    const pastGuards = (statements: string) =>
      db.sql(
        `set one_roof.reason = 'x'; set search_path = one_roof; ${off('disable')} begin; ${statements}; commit; ${off('enable always')}`,
      );
    const used = (code: string) =>
      `insert into governance_consumed_approval (request_code, handler_ref) values ('${code}', 'one-roof:delegate_authority')`;
    const carryOut = (code: string) =>
      db.sql(`begin; set local one_roof.reason = 'x'; select one_roof.carry_out_delegation('${code}', 'x'); commit`);
    const unratified = (...codes: string[]) =>
      db.read(async (session) => {
        await countVerified(session, people.trust, codes);
        return (await session.query('select unratified_rules() as found')).rows[0]?.['found'] as string | null;
      });
    const gate = () => db.read((session) => evaluateGate(session, people.trust));
    return { db, people, ratify, pastGuards, used, carryOut, unratified, gate };
  };
  const seat = (change: string, place: string, person: Person, user: string) => ({
    change,
    seat: place,
    person: emailOf(person),
    user,
  });

  it('a policy with other values than its request asks for', async () => {
    const { ratify, pastGuards, used, unratified, gate } = await council();
    await ratify('POL-1', 'policy', { policy: POLICY });
    await pastGuards(`${used('POL-1')};
      insert into governance_policy (profile, methods, cooling_hours, vote_proof, approval_ref, created_by)
      values ('two_person', '{ssh,password}', 1, 'session', 'POL-1', 'x')`);
    expect(await unratified('POL-1')).toContain('POL-1: it does not ask for {');
    expect((await gate()).blockers).toContain('rules_unratified');
  });

  it('a request whose row was rewritten after people signed it', async () => {
    const { db, people, ratify, pastGuards, used, carryOut, unratified, gate } = await council();
    await ratify('POL-1', 'policy', { policy: POLICY });
    await pastGuards(
      `update approval_requests set proposed_action = jsonb_set(proposed_action, '{policy,vote_proof}', '"session"')`,
    );
    expect(await rejectionOf(carryOut('POL-1'))).toMatchObject({ code: 'OR059' });
    const { verdict, checks } = await db.read((session) => judgeRequest(session, 'POL-1', null, people.trust));
    expect(verdict).toBe('NO-GO');
    expect(checks.find(({ check }) => check === 'V3')?.problems.join()).toContain('its proposed_action is another one');
    await pastGuards(`${used('POL-1')};
      insert into governance_policy (profile, methods, cooling_hours, vote_proof, approval_ref, created_by)
      values ('two_person', '{ssh}', 1, 'session', 'POL-1', 'x')`);
    expect(await unratified('POL-1')).toContain('POL-1: it does not ask for {');
    const { blockers, conditions } = await gate();
    expect(blockers).toEqual(expect.arrayContaining(['rules_unratified', 'request_unreadable']));
    expect(conditions.find(({ name }) => name === 'requests')?.actual).toContain(
      'POL-1: its proposed_action is another one',
    );
  });

  it('a seat of somebody else than its request names, or filled twice', async () => {
    const { people, ratify, pastGuards, used, carryOut, unratified, gate } = await council();
    await ratify('SEATS-1', 'seats', { seats: [seat('fill', 'council', 'council-3', people.ids['council-3'])] });
    await pastGuards(`${used('SEATS-1')};
      insert into governance_seat (seat, person, user_id, directus_role, approval_ref, created_by)
      values ('council', '${emailOf('clerk')}', '${people.ids.clerk}', gen_random_uuid(), 'SEATS-1', 'x')`);
    expect(await unratified('SEATS-1')).toContain(
      `SEATS-1: it asks for {"seat": "council", "user": "${people.ids['council-3']}"`,
    );
    expect(await unratified('SEATS-1')).toContain(
      `SEATS-1: it does not ask for {"seat": "council", "user": "${people.ids.clerk}"`,
    );
    expect((await gate()).blockers).toContain('rules_unratified');

    await pastGuards(
      `delete from governance_consumed_approval; delete from governance_seat where approval_ref = 'SEATS-1'`,
    );
    await carryOut('SEATS-1');
    expect(await unratified('SEATS-1')).toBeNull();
    await pastGuards(`insert into governance_seat (seat, person, user_id, directus_role, approval_ref, created_by, vacated_at, vacated_ref)
      select seat, person, user_id, directus_role, approval_ref, created_by, now(), 'SEATS-1' from governance_seat where approval_ref = 'SEATS-1'`);
    expect(await unratified('SEATS-1')).toContain('stands there 2 times');
  });

  it('a seat that was left before is no part that was not done', async () => {
    const { people, carryOut, unratified } = await council();
    const gone = seat('vacate', 'ai_council', 'assistant', people.ids.assistant);
    const comes = seat('fill', 'council', 'council-3', people.ids['council-3']);
    for (const [code, seats] of [
      ['SEATS-1', [gone]],
      ['SEATS-2', [gone, comes]],
    ] as const)
      await people.request(code, { ...ASKED, subject: 'seats', proposed_action: { seats } });
    for (const code of ['SEATS-1', 'SEATS-2']) {
      await people.approve(code);
      await people.signWithKey(code, 'president');
      await carryOut(code);
    }
    expect(await unratified('SEATS-1', 'SEATS-2')).toBeNull();
  });

  it('is not what was carried out after a dump was restored, where transactions are numbered anew', async () => {
    const { ratify, pastGuards, carryOut, unratified } = await council();
    await pastGuards(
      `update governance_policy set xid = '9000000000000'; update governance_seat set xid = '9000000000000'`,
    );
    await ratify('POL-1', 'policy', { policy: { ...POLICY, profile: 'council', methods: ['ssh', 'passkey'] } });
    await carryOut('POL-1');
    await ratify('POL-2', 'policy', { policy: { ...POLICY, profile: 'council', cooling_hours: 2 } });
    await carryOut('POL-2');
    expect(await unratified('POL-1', 'POL-2')).toBeNull();
  });

  it('an event type that one person signed for and nobody voted about', async () => {
    const { db, people, pastGuards, gate } = await council();
    const event = { event_domain: 'governance', event_type: 'handoff.object_born' };
    const emitted = async () => (await gate()).blockers.includes('emit>0');
    await people.request('EVENT-1', {
      subject: 'event:governance.handoff.object_born',
      proposed_action_code: 'activate_event_type',
      proposed_action: event,
      packet_tree_sha256: null,
      plan_digest: null,
    });
    await db.sql(off('disable'));
    await people.signWithKey('EVENT-1', 'president');
    await db.sql(off('enable always'));
    await pastGuards(`insert into governance_consumed_approval (request_code, handler_ref) values ('EVENT-1', 'one-roof:activate_event_type');
      alter table event_type_registry disable trigger user;
      update event_type_registry set active = true, activation_approval_ref = 'EVENT-1', activated_by = 'x' where event_type = 'handoff.object_born';
      alter table event_type_registry enable trigger user`);
    await db.sql(
      `select * from one_roof.emit_event('governance', 'handoff.object_born', 'project', 'r', 'project:r', 'a', 's')`,
    );
    expect(await emitted()).toBe(true);
  });

  it('only a part of what its request asks for', async () => {
    const { people, ratify, pastGuards, used, carryOut, unratified } = await council();
    const changes = [
      seat('vacate', 'ai_council', 'assistant', people.ids.assistant),
      seat('fill', 'council', 'council-3', people.ids['council-3']),
    ];
    await ratify('SEATS-1', 'seats', { seats: changes });
    await pastGuards(`${used('SEATS-1')};
      insert into governance_seat (seat, person, user_id, directus_role, approval_ref, created_by)
      values ('council', '${emailOf('council-3')}', '${people.ids['council-3']}', gen_random_uuid(), 'SEATS-1', 'x')`);
    expect(await unratified('SEATS-1')).toMatch(/^SEATS-1: it asks for \{.*"vacate".*\}, which was not done$/);

    await pastGuards(
      `delete from governance_consumed_approval; delete from governance_seat where approval_ref = 'SEATS-1'`,
    );
    await carryOut('SEATS-1');
    expect(await unratified('SEATS-1')).toBeNull();
  });

  it('BOOTSTRAP is the approval of the first policy and what came with it, and of nothing later', async () => {
    const { people, pastGuards, unratified, gate } = await council();
    expect(await unratified()).toBeNull();
    await pastGuards(`insert into governance_seat (seat, person, user_id, directus_role, approval_ref, created_by)
      values ('council', '${emailOf('council-3')}', '${people.ids['council-3']}', gen_random_uuid(), 'BOOTSTRAP', 'x')`);
    expect(await unratified()).toMatch(/^BOOTSTRAP: \{.*council-3@example.com.*\} is not of the first registration$/);
    expect((await gate()).blockers).toContain('rules_unratified');

    await pastGuards(`delete from governance_seat where person = '${emailOf('council-3')}';
      update governance_seat set vacated_at = now(), vacated_ref = 'BOOTSTRAP' where person = '${emailOf('council-1')}'`);
    expect(await unratified()).toMatch(/^BOOTSTRAP: \{.*council-1@example.com.*\} is not of the first registration$/);
  });

  it('a later policy is none of the first registration', async () => {
    const { pastGuards, unratified } = await council();
    await pastGuards(`update governance_policy set approval_ref = 'OLD';
      insert into governance_policy (profile, methods, vote_proof, approval_ref, created_by) values ('two_person', '{ssh}', 'session', 'BOOTSTRAP', 'x')`);
    expect(await unratified()).toMatch(/BOOTSTRAP: \{.*"session".*\} is not of the first registration/);
  });

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
      /^APR-1: its title is another one.*; POL-1: /,
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
