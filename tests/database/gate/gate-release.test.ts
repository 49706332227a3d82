import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import decisionFactsSql from '../../../src/governance/decision/decision-facts.sql';
import type { Trust } from '../../../src/governance/ratification/read-trust.ts';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import { readTrust } from '../../../src/governance/ratification/read-trust.ts';
import { applyRelease } from '../../../src/governance/release/execution/apply-release.ts';
import type { ReleasePacket } from '../../../src/governance/release/packet/read-packet.ts';
import { withoutReleaseGuard } from '../../harness/releases/applied-release.ts';
import { Council } from '../../harness/council.ts';
import { OPERATOR, ReleaseStage } from '../../harness/releases/release-stage.ts';
import { standInRelease } from '../../harness/releases/stand-in-release.ts';
import { TestDatabase } from '../../harness/test-database.ts';

const NOBODY = readTrust(null);

describe('the gate without a name judges the release that is next', () => {
  let db: TestDatabase;
  let people: Council;
  beforeAll(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('production');
    people = await Council.seat(db);
  });
  afterAll(() => db.drop());
  const gate = async () => {
    const { verdict, release, blockers } = await db.read((session) => evaluateGate(session, people.trust));
    return { verdict, release, blockers };
  };
  const packetOf = async (code: string) =>
    String(
      (await db.sql(`select packet_tree_sha256 as p from one_roof.approval_requests where code = $1`, [code]))[0]?.[
        'p'
      ],
    );

  it('there is none where people signed for a release that `release request` did not ask about', async () => {
    await people.request('APR-NONE');
    await people.approve('APR-NONE');
    await people.signWithKey('APR-NONE', 'president');
    expect(await people.ospa()).toBe(1);
    expect(await gate()).toEqual({ verdict: 'BLOCKED', release: null, blockers: ['no_release', 'ospa<1'] });
    expect(await db.read((session) => evaluateGate(session, people.trust, 'REL-NONE'))).toMatchObject({
      verdict: 'BLOCKED',
      blockers: ['no_release', 'ospa<1'],
      release: 'REL-NONE',
    });
  });

  it('it is the one that people are asked about, and of several the one that they ratified', async () => {
    for (const code of ['REL-A', 'REL-B']) await people.request(code);
    await standInRelease(db, { release: 'REL-A', request: 'REL-A' });
    expect(await gate()).toEqual({ verdict: 'BLOCKED', release: 'REL-A', blockers: ['ospa<1'] });
    await standInRelease(db, { release: 'REL-B', request: 'REL-B' });
    expect(await gate()).toEqual({ verdict: 'BLOCKED', release: null, blockers: ['several_releases', 'ospa<1'] });
    await people.approve('REL-B');
    await people.signWithKey('REL-B', 'president');
    expect(await gate()).toEqual({ verdict: 'READY', release: 'REL-B', blockers: [] });
    expect(await db.read((session) => evaluateGate(session, people.trust, 'REL-A'))).toMatchObject({
      blockers: ['ospa<1'],
    });

    await people.as(
      'clerk',
      `update approval_requests set withdrawn_at = now(), withdrawn_reason = 'no' where code = 'REL-B'`,
    );
    expect(await gate()).toEqual({ verdict: 'BLOCKED', release: 'REL-A', blockers: ['ospa<1'] });
  });

  it(
    'its cost does not grow with requests that it is not asked about, not even with those about the same release',
    { timeout: 60_000 },
    async () => {
      // PostgreSQL counts on in a session that was used before.
      const calls = `(select coalesce(max(calls), 0) from pg_stat_xact_user_functions where funcname = 'request_status')`;
      const judged = async () =>
        Number(
          (
            await db.triedAsSuperuser(
              `set local track_functions = 'all'; set local search_path = one_roof`,
              `create temp table before as select ${calls} as calls`,
              'select * from gate_conditions()',
              decisionFactsSql,
              `select ${calls} - calls as calls from pg_temp.before`,
            )
          )[0]?.['calls'],
        );
      const few = await judged();
      expect(few).toBeGreaterThan(0);
      // As many as twenty people may file; here they are one person's.
      await db.sql(`create or replace function one_roof.request_limits()
        returns table (content_bytes integer, evidence_bytes integer, open_requests integer, day_revisions integer)
      language sql immutable as 'values (131072, 32768, 2000, 2000)'`);
      await people.as(
        'clerk',
        `insert into approval_requests (code, subject, action, title, packet_tree_sha256, plan_digest, proposer_user, proposer, expires_at,
         revision_content, revision_digest, created_by)
       select 'SMALL-' || n, 'release:REL-A', 'modify', 'Small', '${await packetOf('REL-A')}', repeat('0', 64), '${people.ids.clerk}', '',
         now() + interval '1 day', '', '', 'test'
       from generate_series(1, 1000) n`,
      );
      await db.sql('analyze');
      expect(await judged()).toBeLessThanOrEqual(few);
    },
  );
});

describe('events of a type that people ratified', () => {
  const TYPE = 'handoff.object_born';
  const EMIT = `select * from one_roof.emit_event('governance', '${TYPE}', 'project', 'r', 'project:r', 'a', 's')`;
  const outbox = async (db: TestDatabase, trust?: Trust) => ({
    events: (
      await db.sql(`select count(*)::int as n from one_roof.event_outbox where event_domain = 'governance'`)
    )[0]?.['n'],
    unratified: Number((await db.sql(`select one_roof.release_figures() ->> 'outbox' as n`))[0]?.['n']),
    blocked: (await db.read((session) => evaluateGate(session, trust))).blockers.includes('emit>0'),
  });

  it('block neither the gate nor a release, also once the type was stopped', async () => {
    const db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('production');
    try {
      const people = await Council.seat(db);
      await people.request('APR-EVENT', {
        subject: `event:governance.${TYPE}`,
        proposed_action_code: 'activate_event_type',
        proposed_action: { event_domain: 'governance', event_type: TYPE },
        packet_tree_sha256: null,
        plan_digest: null,
      });
      await people.approve('APR-EVENT');
      await people.signWithKey('APR-EVENT', 'president');
      await db.sql(`select one_roof.activate_event_type('governance', '${TYPE}', 'APR-EVENT')`);
      await db.sql(EMIT);
      expect(await outbox(db, people.trust)).toEqual({ events: 1, unratified: 0, blocked: false });
      // Whoever signed may leave: what they ratified stays so.
      await db.sql(`update directus_users set status = 'suspended' where email = 'president@example.com'`);
      expect(await outbox(db, people.trust)).toEqual({ events: 1, unratified: 0, blocked: false });
      await db.sql(`update directus_users set status = 'active' where email = 'president@example.com'`);
      await db.sql(`select one_roof.activate_event_type('governance', '${TYPE}', null, false)`);
      expect(await outbox(db, people.trust)).toEqual({ events: 1, unratified: 0, blocked: false });
    } finally {
      await db.drop();
    }
  });

  it('are those of a simulation on a clone as well', async () => {
    const db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
    try {
      await db.sql(`select one_roof.activate_event_type('governance', '${TYPE}', 'CLONE-TEST-NO-RATIFICATION')`);
      await db.sql(EMIT);
      expect(await outbox(db)).toEqual({ events: 1, unratified: 0, blocked: false });
    } finally {
      await db.drop();
    }
  });
});

/** Something that changes what a release finds, and what undoes it. */
interface Disturbance {
  name: string;
  begin: string;
  end: string;
}

const GUARD = 'one_roof.governance_registry';
const DISTURBANCES: readonly Disturbance[] = [
  {
    name: 'a guard is off',
    begin: `alter table one_roof.governance_ledger disable trigger trg_ledger_chain`,
    end: `alter table one_roof.governance_ledger enable always trigger trg_ledger_chain`,
  },
  {
    name: 'the signer is suspended',
    begin: `update directus_users set status = 'suspended' where email = 'president@example.com'`,
    end: `update directus_users set status = 'active' where email = 'president@example.com'`,
  },
  {
    name: 'axis tables are there',
    begin: `create table one_roof.axis_registry ()`,
    end: `drop table one_roof.axis_registry`,
  },
  {
    name: 'a table has another column',
    begin: `alter table ${GUARD} add extra text`,
    end: `alter table ${GUARD} drop extra`,
  },
  {
    name: 'a function has another body',
    begin: `create function one_roof.stranger() returns integer language sql as 'select 1'`,
    end: `drop function one_roof.stranger()`,
  },
  {
    name: 'a parent was added',
    begin: `insert into one_roof.governance_containment values ('collection', 'agents', 'group', 'GRP-BUSINESS', now(), 'test')`,
    end: `delete from one_roof.governance_containment where (child_ref, parent_ref) = ('agents', 'GRP-BUSINESS')`,
  },
];

describe('READY means that nothing but the window stands between a release and its run', () => {
  let stage: ReleaseStage;
  let packet: ReleasePacket;
  beforeAll(async () => {
    stage = await ReleaseStage.set(inject('postgres15'));
    packet = await stage.ready('REL-1');
  }, 60_000);
  afterAll(() => stage.strike());

  const judged = async (trust = stage.council.trust, bytes = packet.packetTree) =>
    stage.production.read((session) => evaluateGate(session, trust, 'REL-1', bytes));
  const runs = async (trust = stage.council.trust, bytes = packet) =>
    applyRelease(stage.production.production, bytes, 'APR-REL-1', {
      by: { ...OPERATOR, reason: 'a test' },
      trust,
      dryRun: true,
    }).then(
      () => 'runs',
      (error: unknown) => String(error),
    );

  it('as it is it is READY, and runs', async () => {
    expect(await judged()).toMatchObject({ verdict: 'READY', blockers: [], release: 'REL-1' });
    expect(await runs()).toBe('runs');
  });

  it('other bytes: seal_mismatch', async () => {
    const other = 'f'.repeat(64);
    expect(await judged(undefined, other)).toMatchObject({ verdict: 'BLOCKED', blockers: ['seal_mismatch'] });
    expect(await runs(undefined, { ...packet, packetTree: other })).not.toBe('runs');
  });

  it('keys of nobody: key_unpinned', async () => {
    expect((await judged(NOBODY)).verdict).toBe('BLOCKED');
    expect(await runs(NOBODY)).not.toBe('runs');
  });

  it('a database that is not what was rehearsed: drift', async () => {
    await stage.production.sql(`alter table ${GUARD} add extra text`);
    expect(await judged()).toMatchObject({ verdict: 'BLOCKED', blockers: ['drift'] });
    await stage.production.sql(`alter table ${GUARD} drop extra`);
    // A column that is gone leaves a gap in the numbers, and nothing that a fingerprint knows.
    expect(await judged()).toMatchObject({ verdict: 'READY' });
  });

  it('the gate and a dry run agree, whatever of that is the case at once', { timeout: 120_000 }, async () => {
    const cases = [
      ...DISTURBANCES.map((one) => [one]),
      ...pairs(DISTURBANCES).filter((_pair, index) => index % 3 === 0),
    ];
    for (const disturbances of cases) {
      for (const { begin } of disturbances) await stage.production.sqlAsSuperuser(begin);
      const name = disturbances.map((one) => one.name).join(', ');
      const [{ verdict }, outcome] = [await judged(), await runs()];
      expect({ name, ready: verdict === 'READY' }).toEqual({ name, ready: outcome === 'runs' });
      for (const { end } of disturbances.toReversed()) await stage.production.sqlAsSuperuser(end);
    }
    expect(await judged()).toMatchObject({ verdict: 'READY' });
    expect(await runs()).toBe('runs');
  });
});

function pairs<Value>(values: readonly Value[]): Value[][] {
  return values.flatMap((one, index) => values.slice(index + 1).map((other) => [one, other]));
}

describe('a release that was rehearsed before One-Roof or PostgreSQL was upgraded', () => {
  let db: TestDatabase;
  let people: Council;
  beforeAll(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('production');
    people = await Council.seat(db);
  });
  afterAll(() => db.drop());

  it.each([
    ['of another formula', 'REL-FORMULA', { formula: '0'.repeat(64) }],
    ['on another PostgreSQL', 'REL-POSTGRES', { postgresql_major: 13 }],
  ])('is drift before anybody votes: %s', async (_what, code, other) => {
    await people.request(code);
    const built = `'{fingerprint,before}'`;
    await withoutReleaseGuard(
      db,
      `update one_roof.governance_release set plan = jsonb_set(plan, ${built}, plan #> ${built} || '${JSON.stringify(other)}')
         where release_code = '${code}'`,
    );
    await standInRelease(db, { release: code, request: code });
    const { blockers, conditions } = await db.read((session) => evaluateGate(session, people.trust, code));
    expect(blockers).toEqual(['ospa<1', 'drift']);
    expect(conditions.find(({ blocker }) => blocker === 'drift')?.fix).toMatch(/^One-Roof or PostgreSQL was upgraded/);
  });
});
