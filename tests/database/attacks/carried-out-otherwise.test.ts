import { expect, it } from 'vitest';
import { judgeRequest } from '../../../src/governance/ratification/bundle/judge-request.ts';
import { emailOf } from '../../harness/council.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { ASKED, councilsPastTheGuards, off, POLICY, seat } from '../../harness/councils/past-the-guards.ts';

// What people really ratified, carried out as something else: written by whoever owns the tables, with the guards off for a moment.

describeOnEachPostgres('what people ratified, carried out otherwise', (server) => {
  const council = councilsPastTheGuards(server);

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
    expect(checks.find(({ check }) => check === 'V3')?.problems.join()).toContain('its proposed_action differs');
    await pastGuards(`${used('POL-1')};
      insert into governance_policy (profile, methods, cooling_hours, vote_proof, approval_ref, created_by)
      values ('two_person', '{ssh}', 1, 'session', 'POL-1', 'x')`);
    expect(await unratified('POL-1')).toContain('POL-1: it does not ask for {');
    const { blockers, conditions } = await gate();
    expect(blockers).toEqual(expect.arrayContaining(['rules_unratified', 'request_unreadable']));
    expect(conditions.find(({ name }) => name === 'requests')?.actual).toContain('POL-1: its proposed_action differs');
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
    expect(await unratified('SEATS-1')).toMatch(/^SEATS-1: it asks for \{.*"vacate".*\}, which has not happened$/);

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
});
