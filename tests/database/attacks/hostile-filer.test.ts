import { expect, it } from 'vitest';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import { actAsPerson } from '../../../src/governance/ratification/commands/act-as-person.ts';
import { createRequest } from '../../../src/governance/ratification/commands/create-request.ts';
import { letRolesFile } from '../../../src/governance/ratification/requests/filing-roles.ts';
import { insertRelease } from '../../harness/releases/applied-release.ts';
import { emailOf } from '../../harness/council.ts';
import { draftStandIn } from '../../harness/releases/draft-release.ts';
import { seatedCouncils } from '../../harness/councils/seated-councils.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';

// Somebody who may file requests, and means harm.

const requestOf = (code: string) =>
  ({
    code,
    subject: `release:${code}`,
    title: `Request ${code}`,
    action: 'modify',
    priority: 'normal',
    proposed_action: {},
    evidence: {},
    packet_tree_sha256: '1'.repeat(64),
    plan_digest: '2'.repeat(64),
  }) as const;

describeOnEachPostgres('one hostile proposer', (server) => {
  const council = seatedCouncils(server);
  const refusal = async (promise: Promise<unknown>) => {
    const { code, message } = await rejectionOf(promise);
    return `${String(code)} ${message}`;
  };

  it('files nothing without a seat, administrator access or a role in ONE_ROOF_REQUEST_ROLES, own or inherited', async () => {
    const { db, people } = await council();
    const release = await db.sql(`select id from directus_roles where name = 'Ratifiers'`);
    const [{ id: above }] = (await db.sql(
      `insert into directus_roles (id, name) values (gen_random_uuid(), 'Filing office') returning id`,
    )) as [{ id: string }];
    await db.sql(`delete from directus_access where "user" in ($1, $2)`, [people.ids.clerk, people.ids['council-3']]);
    const asked = (code: string, roles: readonly string[] | null) =>
      db.writeProduction(async (session) => {
        await actAsPerson(session, { user: people.ids.clerk, session: 'session-clerk' }, 'request.test', 'a test');
        if (roles !== null) await letRolesFile(session, roles);
        await createRequest(session, requestOf(code), people.ids.clerk, 'test');
      });

    for (const code of ['APR-NAME', 'APR-ID', 'APR-ABOVE']) {
      const { packet_tree_sha256: packet, plan_digest: plan } = requestOf(code);
      await draftStandIn(db, { release: code, packet, plan });
    }
    for (const roles of [null, [], ['Filing office'], [above], ['ratifiers', ''], ['%']]) {
      const said = await refusal(asked('APR-0', roles));
      expect(said).toMatch(
        /^OR064 .*expected somebody who holds a seat, .* ONE_ROOF_REQUEST_ROLES; found somebody with the role Ratifiers/,
      );
    }
    await asked('APR-NAME', ['Others', 'Ratifiers']);
    await asked('APR-ID', [String(release[0]?.['id'])]);
    await db.sql(`update directus_roles set parent = $1 where name = 'Ratifiers'`, [above]);
    await asked('APR-ABOVE', ['Filing office']);
    // What was theirs they may still withdraw; a new revision of it is filed like a request.
    const revise = `update approval_requests set title = 'Another' where code = 'APR-NAME'`;
    expect(await refusal(people.as('clerk', revise))).toMatch(/^OR064 /);
    await people.as(
      'clerk',
      `update approval_requests set withdrawn_at = now(), withdrawn_reason = 'x' where code = 'APR-NAME'`,
    );
    // A list that is none lets nobody file.
    await expect(
      people.as(
        'clerk',
        `set local one_roof.request_roles = '{}'`,
        `update approval_requests set title = 'x' where code = 'APR-ID'`,
      ),
    ).rejects.toThrow(/cannot extract elements/);
    // Whoever holds a seat may.
    await people.request('APR-SEATED', {}, 'council-1');
  });

  it('an administrator is whom a policy without conditions makes one, for the user or for a role of theirs', async () => {
    const { db, people } = await council();
    await db.sql(`delete from directus_access where "user" in ($1, $2)`, [people.ids.clerk, people.ids['council-3']]);
    const policy = (name: string, more: string, holder: string) =>
      db.sql(
        `with policy as (
           insert into directus_policies (id, name, admin_access, ip_access) values (gen_random_uuid(), $1, ${more}) returning id)
         insert into directus_access (id, ${holder}, policy)
           select gen_random_uuid(), ${holder === 'role' ? 'role' : 'id'}, (select id from policy) from directus_users where email = $2`,
        [name, emailOf('clerk')],
      );
    await policy('an app', 'false, null', '"user"');
    await policy('at home', `true, '10.0.0.0/8'`, '"user"');
    expect(await refusal(people.request('APR-1'))).toMatch(/^OR064 /);
    await policy('administrators', 'true, null', 'role');
    await people.request('APR-1');
  });

  it('vetoes nothing by asking the same: a conflict is between what could both be carried out', async () => {
    const { people } = await council();
    await people.request('APR-1');
    await people.request('APR-2', { subject: 'release:APR-1' }, 'council-3');
    await people.approve('APR-1');
    expect(await people.status('APR-1')).toBe('approved');
    await people.vote('APR-2', 'council-1');
    expect(await people.status('APR-1')).toBe('approved');
    await people.sign('APR-1', 'president');
    expect(await people.ospa()).toBe(1);
    for (const person of ['council-2', 'president'] as const) await people.vote('APR-2', person);
    expect([await people.status('APR-1'), await people.status('APR-2')]).toEqual(['conflicted', 'conflicted']);
    expect(await people.ospa()).toBe(0);
    await people.as(
      'council-3',
      `update approval_requests set withdrawn_at = now(), withdrawn_reason = 'x' where code = 'APR-2'`,
    );
    expect(await people.status('APR-1')).toBe('approved');
  });

  it('of two people neither vetoes the other by asking the same', async () => {
    const { people } = await council({ profile: 'two_person' });
    await people.request('APR-1', {}, 'president');
    await people.request('APR-2', { subject: 'release:APR-1' });
    await people.confirm('APR-1', 'president');
    await people.confirm('APR-2', 'clerk');
    expect(await people.status('APR-1')).toBe('approved');
    await people.sign('APR-1', 'council-1');
    expect(await people.ospa()).toBe(1);
    expect(await people.status('APR-2')).toBe('conflicted');
  });

  it('asks about no release that nobody drafted, nor about another packet or plan of one, nor about one that is over', async () => {
    const { db, people } = await council();
    const asked = (code: string, more: Record<string, unknown> = {}) =>
      refusal(people.request(code, { subject: 'release:REL-1', ...more }, 'clerk', { drafted: false }));
    expect(await asked('APR-1')).toMatch(/^OR063 .*expected a release that was drafted, found no release REL-1$/);
    await people.request('APR-1', { subject: 'release:REL-1' });
    expect(await asked('APR-2', { packet_tree_sha256: 'f'.repeat(64) })).toMatch(
      /^OR063 .*expected packet_tree_sha256 [0-9a-f]{64}, which release REL-1 was drafted with, found f{64}$/,
    );
    expect(await asked('APR-2', { packet_tree_sha256: null })).toMatch(
      /^OR063 .*expected packet_tree_sha256 .*found none$/,
    );
    expect(await asked('APR-2', { plan_digest: 'f'.repeat(64) })).toMatch(
      /^OR063 .*expected plan_digest 0{64}, which release REL-1 was drafted with, found f{64}$/,
    );
    expect(await asked('APR-2', { plan_digest: null })).toMatch(/^OR063 .*expected plan_digest 0{64}, .*found none$/);
    expect(
      await refusal(
        people.as('clerk', `update approval_requests set packet_tree_sha256 = repeat('f', 64) where code = 'APR-1'`),
      ),
    ).toMatch(/^OR063 .*expected packet_tree_sha256/);
    await people.request('APR-2', { subject: 'release:REL-1' }, 'clerk', { drafted: false });

    await insertRelease(db, 'REL-0', 'applied');
    expect(await asked('APR-3', { subject: 'release:REL-0' })).toMatch(
      /^OR063 .*expected a release that is still to come, found REL-0, which is applied$/,
    );
  });

  it('is limited in size, in open requests, and in how often', async () => {
    const { db, people } = await council();
    const large = { proposed_action: { x: 'x'.repeat(140_000) } };
    expect(await refusal(people.request('APR-1', large))).toMatch(/^OR061 .*at most 131072 bytes .*found 14\d{4}/);
    expect(await refusal(people.request('APR-1', { evidence: { x: 'x'.repeat(40_000) } }))).toMatch(
      /^OR061 .*32768 of evidence/,
    );
    const file = (n: number) => people.request(`APR-${n}`, { subject: 'release:REL-1' }, 'clerk', { drafted: n === 0 });
    for (let n = 0; n < 50; n += 1) await file(n);
    expect(await refusal(file(50))).toMatch(/^OR062 .*at most 50 open requests of one person, found 50/);
    await people.request('APR-OTHER', {}, 'council-3');
    await people.as(
      'clerk',
      `update approval_requests set withdrawn_at = now(), withdrawn_reason = 'x' where proposer_user = '${people.ids.clerk}'`,
    );
    for (let n = 50; n < 100; n += 1) await file(n);
    await people.as(
      'clerk',
      `update approval_requests set withdrawn_at = now(), withdrawn_reason = 'x' where withdrawn_at is null and proposer_user = '${people.ids.clerk}'`,
    );
    expect(await refusal(file(100))).toMatch(/^OR062 .*at most 100 revisions .*24 hours, found 100/);
    expect((await db.read(evaluateGate)).verdict).toBe('BLOCKED');
  });

  it('evidence is in the ledger by the digest of the revision, not copied', async () => {
    const { db, people } = await council();
    await people.request('APR-1', { evidence: { note: 'a-very-particular-word' } });
    const [row] = await db.sql(`select
        bool_or(d.after::text like '%a-very-particular-word%') as copied,
        bool_or(d.after::text like '%' || (select revision_digest from one_roof.approval_requests) || '%') as named
      from one_roof.governance_ledger_detail d`);
    expect(row).toEqual({ copied: false, named: true });
  });

  it.each([
    [
      'an action that does not fit',
      { subject: 'seats', proposed_action_code: 'activate_event_type' },
      /has the action delegate_authority/,
    ],
    ['no action', { subject: 'policy' }, /has the action delegate_authority, found none/],
    [
      'a subject that does not fit',
      { subject: 'law:x', proposed_action_code: 'delegate_authority' },
      /is about seats or policy/,
    ],
    [
      'an event type that is not there',
      {
        subject: 'event:governance.nothing',
        proposed_action_code: 'activate_event_type',
        proposed_action: { event_domain: 'governance', event_type: 'nothing' },
      },
      /there is no event type/,
    ],
    [
      'another event type',
      {
        subject: 'event:governance.nothing',
        proposed_action_code: 'activate_event_type',
        proposed_action: { event_domain: 'governance' },
      },
      /event_domain and event_type/,
    ],
    [
      'nothing',
      { subject: 'seats', proposed_action_code: 'delegate_authority' },
      /proposed_action has seats, found nothing/,
    ],
    [
      'a policy without methods',
      {
        subject: 'policy',
        proposed_action_code: 'delegate_authority',
        proposed_action: { policy: { profile: 'council' } },
      },
      /policy has profile/,
    ],
    ...[{ methods: ['passkey', 'password'] }, { methods: ['passkey'], vote_proof: 'session' }].map(
      (policy): [string, Record<string, unknown>, RegExp] => [
        `a council that would prove nothing (${Object.keys(policy).join(', ')})`,
        {
          subject: 'policy',
          proposed_action_code: 'delegate_authority',
          proposed_action: { policy: { profile: 'council', cooling_hours: 72, ...policy } },
        },
        /a council proves every act with a key/,
      ],
    ),
    [
      'a change of seats of no form',
      {
        subject: 'seats',
        proposed_action_code: 'delegate_authority',
        proposed_action: { seats: [{ change: 'keep' }] },
      },
      /seats has changes/,
    ],
    [
      'a person who is not there',
      {
        subject: 'seats',
        proposed_action_code: 'delegate_authority',
        proposed_action: {
          seats: [{ change: 'fill', seat: 'council', person: 'x', user: '00000000-0000-4000-8000-000000000000' }],
        },
      },
      /not an active Directus user/,
    ],
    [
      'a seat that nobody holds',
      {
        subject: 'seats',
        proposed_action_code: 'delegate_authority',
        proposed_action: {
          seats: [
            {
              change: 'vacate',
              seat: 'council',
              person: emailOf('clerk'),
              user: '00000000-0000-4000-8000-000000000000',
            },
          ],
        },
      },
      /does not hold the seat/,
    ],
  ])('a request that could never be carried out is refused when it is filed: %s', async (_what, request, why) => {
    const { people } = await council();
    const said = await refusal(people.request('APR-1', { packet_tree_sha256: null, plan_digest: null, ...request }));
    expect(said).toMatch(/^OR063 /);
    expect(said).toMatch(why);
  });
});
