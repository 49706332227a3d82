import { afterEach, expect, it } from 'vitest';
import { OPERATOR } from '../../../src/governance/ratification/request-reader.ts';
import { council } from '../../../src/governance/ratification/council/council.ts';
import { listRequests } from '../../../src/governance/ratification/requests/list-requests.ts';
import { makeRequestBundle } from '../../../src/governance/ratification/bundle/make-request-bundle.ts';
import { requestDetail } from '../../../src/governance/ratification/requests/request-detail.ts';
import { verifyRequestBundle } from '../../../src/governance/ratification/bundle/verify-request-bundle.ts';
import { Council, emailOf } from '../../harness/council.ts';
import type { Person } from '../../harness/council.ts';
import { describeOnEachPostgres } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';

const LIST = { sort: '-created_at', limit: 2, cursor: undefined } as const;

describeOnEachPostgres('reading requests', (server) => {
  const open: TestDatabase[] = [];
  afterEach(() => Promise.all(open.splice(0).map((db) => db.drop())));
  const seated = async (options: Parameters<typeof Council.seat>[1] = {}) => {
    const db = await TestDatabase.create(server, 'one_roof_reference');
    open.push(db);
    await db.declare('production');
    const people = await Council.seat(db, options);
    const seen = (code: string, person: Person) =>
      db.read((session) =>
        requestDetail(session, { code }, { user: people.ids[person], all: person !== 'clerk' }, people.trust),
      );
    return { db, people, seen };
  };

  it('says whom a request waits for, and for what, until it is signed', async () => {
    const { db, people, seen } = await seated();
    await people.request('APR-1');
    await people.request('APR-2', {}, 'council-1');
    await people.request('APR-3', {}, 'president');

    const pages = await db.read(async (session) => {
      const me = { user: people.ids['council-1'], all: true };
      const first = await listRequests(session, LIST, me, people.trust);
      return [first, await listRequests(session, { ...LIST, cursor: first.next ?? undefined }, me, people.trust)];
    });
    expect(pages.map(({ rows }) => rows.map(({ code, status, waits_for_me }) => [code, status, waits_for_me]))).toEqual(
      [
        [
          ['APR-3', 'deadlocked', false],
          ['APR-2', 'pending', false],
        ],
        [['APR-1', 'pending', true]],
      ],
    );
    const filed = await db.read((session) =>
      listRequests(session, LIST, { user: people.ids.clerk, all: false }, people.trust),
    );
    expect(filed.rows.map(({ code }) => code)).toEqual(['APR-1']);
    const pending = await db.read((session) =>
      listRequests(session, { ...LIST, status: 'pending', subject: 'release:APR-2' }, OPERATOR, people.trust),
    );
    expect(pending.rows.map(({ code }) => code)).toEqual(['APR-2']);
    await expect(seen('APR-2', 'clerk')).rejects.toThrow('There is no request APR-2');

    expect((await seen('APR-1', 'council-1')).missing).toEqual([
      { kind: 'president', n: 1, what: '1 more vote of the president', who: [emailOf('president')] },
      {
        kind: 'council',
        n: 2,
        what: '2 more votes of the council',
        who: ['council-1', 'council-2', 'assistant'].map(emailOf),
      },
    ]);
    const own = await seen('APR-2', 'council-1');
    expect(own).toMatchObject({
      abilities: {
        vote_as: null,
        withdraw: true,
        why_not: 'Your act would not count: the proposer of a request cannot decide it.',
      },
    });
    expect(own.separation).toMatchObject({
      ok: true,
      problems: [{ fix: expect.stringContaining('Let somebody else file') as string }],
    });
    expect((await seen('APR-3', 'council-1')).separation).toMatchObject({
      ok: false,
      problems: [
        { problem: '1 votes of the president needed, 0 possible.' },
        { problem: '1 signatures of president needed, 0 possible.' },
        { problem: `${emailOf('president')} (president) cannot decide: the proposer of a request cannot decide it.` },
      ],
    });

    await people.approve('APR-1');
    const approved = await seen('APR-1', 'president');
    expect(approved).toMatchObject({
      status: 'approved',
      votes: { approve: 3, reject: 0, abstain: 0 },
      waits_for_me: true,
      abilities: {
        vote_as: null,
        sign: true,
        methods: ['ssh'],
        key_methods: ['ssh'],
        by_session: false,
        why_not: null,
      },
      quorum: [
        { seat: 'president', needed: 1, have: 1, possible: 1 },
        { seat: 'council', needed: 2, have: 2, possible: 3 },
      ],
    });
    expect(approved.missing).toMatchObject([{ who: [emailOf('president')] }]);
    await people.sign('APR-1', 'president');
    // The database counts it; Node sees that it signs nothing.
    expect(await seen('APR-1', 'president')).toMatchObject({
      signatures: 0,
      signature_list: [{ person: emailOf('president'), problem: 'statement_mismatch' }],
      // What signs nothing does not keep the president from signing.
      abilities: { sign: true, why_not: null },
    });
    const bundle = await db.read((session) => makeRequestBundle(session, 'APR-1', OPERATOR, null, people.trust));
    const verdict = await verifyRequestBundle(JSON.parse(JSON.stringify(bundle)), new Date(), people.trust);
    expect(verdict.checks.map(({ check, ok }) => [check, ok])).toEqual([
      ['V1', true],
      ['V2', true],
      ['V3', false],
      ['V4', true],
      ['V5', true],
    ]);
  });

  it('lists as many requests as a page has, however many people hold seats', { timeout: 60_000 }, async () => {
    const { db, people } = await seated();
    const filers = ['clerk', 'council-3', 'council-1'] as const;
    for (let n = 0; n < 130; n += 1)
      await people.request(
        `APR-${n}`,
        { subject: `law:L-${n}`, packet_tree_sha256: null, plan_digest: null },
        filers[n % 3],
      );
    const me = { user: people.ids['council-2'], all: true };
    const { rows } = await db.read((session) => listRequests(session, { ...LIST, limit: 500 }, me, people.trust));
    expect(rows).toHaveLength(130);
    expect(rows.filter(({ waits_for_me }) => waits_for_me)).toHaveLength(130);
  });

  it('says who holds which seat, and whether they could decide', async () => {
    const { db, people } = await seated();
    expect(await db.read(council)).toMatchObject({
      profile: 'council',
      cooling_hours: 72,
      seats: [
        { seat: 'president', name: 'President Test', problem: null },
        { seat: 'council' },
        { seat: 'council' },
        { seat: 'ai_council' },
      ],
      separation: { ok: true, problems: [] },
    });
    await db.sql(`update directus_users set status = 'suspended' where id = '${people.ids.president}'`);
    const { separation } = await db.read(council);
    expect(separation.ok).toBe(false);
    expect(separation.problems.at(-1)?.problem).toBe(
      `${emailOf('president')} (president) cannot decide: the account is not active.`,
    );
  });

  it('without seats says that there is nobody to ask', async () => {
    const { db } = await seated({ seated: false });
    expect(await db.read(council)).toMatchObject({
      profile: 'observe',
      methods: [],
      cooling_hours: null,
      seats: [],
      separation: { ok: false },
    });
  });
});
