import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { compareCatalogue } from '../../../src/database/install/compare-catalogue.ts';
import { installSchema } from '../../../src/database/install/migrate.ts';
import { fingerprint } from '../../../src/database/fingerprint/fingerprint.ts';
import { governanceScope, releaseScope } from '../../../src/database/fingerprint/scopes.ts';
import { SCHEMA } from '../../../src/database/sql-text.ts';
import type { Session } from '../../../src/database/sessions/session.ts';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import { diagnose } from '../../../src/governance/installation/diagnose.ts';
import { verifyLedger } from '../../../src/governance/ledger/verify-ledger.ts';
import { readPlan } from '../../../src/governance/plan/read-plan.ts';
import { registerPlan } from '../../../src/governance/plan/register-plan.ts';
import { verifyRelease } from '../../../src/governance/release/verify-release.ts';
import type { ReleasePacket } from '../../../src/governance/release/packet/read-packet.ts';
import { DOCTOR_HOST as HOST } from '../../harness/doctor-host.ts';
import { builtRelease } from '../../harness/releases/built-release.ts';
import { ReleaseStage } from '../../harness/releases/release-stage.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import type { TestDatabase } from '../../harness/test-database.ts';
import { DEMO } from '../../harness/test-server.ts';
import { withClient } from '../../harness/with-client.ts';

// A tier that is a folder and nothing else: a table, a view, a figure and what names them. Every reader of tiers finds
// it beside the others. The files of this project share their modules: what is read here with that tier was read anew,
// and is read anew after it.

vi.hoisted(() => vi.resetModules());
afterAll(() => vi.resetModules());
vi.mock('../../../release?files', async (original) => {
  const { default: files } = await original<{ default: Record<string, string> }>();
  const { default: tiers } = await import('../../harness/releases/throw-away?files');
  const added = Object.fromEntries(Object.entries(tiers).map(([path, text]) => [`tiers/${path}`, text]));
  return { default: { ...files, ...added } };
});
vi.mock('../../../release/tiers?files', async (original) => {
  const { default: files } = await original<{ default: Record<string, string> }>();
  const { default: tiers } = await import('../../harness/releases/throw-away?files');
  return { default: { ...files, ...tiers } };
});

const NAMES = { schema: SCHEMA, directusSchema: 'public', separated: false };
const NOTES = 'one_roof.throw_away_note';

/** Restates the definitions, as the migration does that comes with a tier. */
const restate = (db: TestDatabase) => db.knex.transaction((transaction) => installSchema(transaction, NAMES));

/**
 * Structure and content of everything in our schema, but for the history: what a rollback brings back byte for byte.
 */
async function stateOf(db: TestDatabase): Promise<unknown> {
  return db.sessions.use(async (session) => {
    await session.query('begin isolation level repeatable read read only');
    const release = await fingerprint(session, await releaseScope(session));
    const { parts } = await fingerprint(session, governanceScope());
    return { release, structure: parts.filter(({ kind }) => kind !== 'content') };
  });
}

const takeRelease = (session: Session) =>
  releaseScope(session).then(async (scope) => (await fingerprint(session, scope)).sha256);

/** The relations that a release locks. */
const locked = (db: TestDatabase) =>
  withClient(db.url, async (client) => {
    await client.query('begin; set local search_path = one_roof; select lock_for_release()');
    const { rows } = await client.query<{ relation: string }>(
      `select relation::regclass::text as relation from pg_locks
       where pid = pg_backend_pid() and mode = 'ShareRowExclusiveLock'`,
    );
    return rows.map(({ relation }) => relation);
  });

const aboutRelations = async (db: TestDatabase) => {
  const [row] = await db.sql(`select expected, actual, ok from one_roof.gate_conditions() where name = 'relations'`);
  return row;
};

describeOnEachPostgres('a tier that is a folder and nothing else', (server) => {
  let stage: ReleaseStage;
  let packet: ReleasePacket;
  let before: unknown;
  const production = () => stage.production;
  beforeAll(async () => {
    stage = await ReleaseStage.set(server);
    for (const db of [stage.production, stage.clone]) await restate(db);
    before = await stateOf(stage.production);
  }, 120_000);
  afterAll(() => stage.strike());

  it(
    'is a part of the packet: named, installed, adopted, and taken away by what is rendered',
    { timeout: 120_000 },
    async () => {
      packet = await stage.ready('REL-1');
      const relations = [
        { name: 'throw_away_note', kind: 'table', asserts: true },
        { name: 'v_throw_away', kind: 'view', asserts: false },
      ];
      expect(packet.manifest).toMatchObject({ installed: [], from: { notes: 0 }, to: { notes: 6 } });
      expect(packet.manifest.tiers.map(({ tier }) => tier)).toEqual([0, 3, 5, 8]);
      expect(packet.manifest.tiers[2]).toMatchObject({ relations, rollback: 'rollback/50_throw_away.sql' });
      expect(packet.sql.get('50_throw_away.sql')).toMatch(
        /assert_release_target[^]+create table one_roof\.throw_away_note[^]+adopt_relations\('REL-1', 5,[^]+insert into/,
      );
      expect(packet.sql.get('rollback/50_throw_away.sql')).toContain(`remove_relations('REL-1', 5)`);
    },
  );

  it('is installed by the release, and known to whoever asks', { timeout: 120_000 }, async () => {
    const db = production();
    expect(await aboutRelations(db)).toEqual({ expected: 'none', actual: 'none', ok: true });
    const entry = await db.read(takeRelease);
    expect((await stage.apply(packet)).figures).toMatchObject({ own: 30, notes: 6 });

    expect(
      await db.sql(`select release, tier, relation, kind, asserts from one_roof.v_release_relation order by place`),
    ).toEqual([
      { release: 'REL-1', tier: 5, relation: 'throw_away_note', kind: 'table', asserts: true },
      { release: 'REL-1', tier: 5, relation: 'v_throw_away', kind: 'view', asserts: false },
    ]);
    // The ledger.
    expect(
      await db.sql(
        `select operation, row_count::int from one_roof.governance_ledger where relation = 'throw_away_note'`,
      ),
    ).toEqual([{ operation: 'insert', row_count: 6 }]);
    expect(
      await rejectionOf(withClient(db.url, (client) => client.query(`update ${NOTES} set text = 'other'`))),
    ).toMatchObject({ code: 'OR020' });
    expect(await db.writeProduction((session) => verifyLedger(session))).toMatchObject({ verdict: 'intact', rows: [] });
    // The lock, the digest and the fingerprint.
    expect(await locked(db)).toContain('throw_away_note');
    expect(await db.sql(`select one_roof.asserted() -> 'tables' ? 'throw_away_note' as asserted`)).toEqual([
      { asserted: true },
    ]);
    expect(await db.read(takeRelease)).not.toBe(entry);
    // The gate, the guards and the doctor.
    expect(await aboutRelations(db)).toEqual({
      expected: 'throw_away_note, v_throw_away',
      actual: 'throw_away_note, v_throw_away',
      ok: true,
    });
    const gate = await db.read((session) => evaluateGate(session, stage.council.trust));
    expect(gate).toMatchObject({ verdict: 'APPLIED', release: 'REL-1', blockers: [] });
    expect(await compareCatalogue(db.knex, NAMES)).toMatchObject({ differences: [] });
    const verify = () => db.read((session) => verifyRelease(session, 'REL-1', stage.council.trust));
    expect(await verify()).toMatchObject({ ok: true });
    expect((await verify()).verified).toContainEqual({
      name: 'relations',
      expected: 'there',
      found: 'there',
      ok: true,
    });
    // Readers read it, and nobody else has a right on it.
    expect(
      await db.sql(`
        select c.relname, array(select distinct g.grantee::regrole::text || ' ' || g.privilege_type from aclexplode(c.relacl) g
          where g.grantee <> c.relowner order by 1) as granted
        from pg_class c where c.relname in ('throw_away_note', 'v_throw_away') order by 1`),
    ).toEqual(
      ['throw_away_note', 'v_throw_away'].map((relname) => ({
        relname,
        granted: ['one_roof_reader SELECT', 'one_roof_runtime SELECT'],
      })),
    );
  });

  it('stays known after an upgrade restates everything', async () => {
    const db = production();
    const once = await stateOf(db);
    await restate(db);
    expect(await stateOf(db)).toEqual(once);
    expect(await compareCatalogue(db.knex, NAMES)).toMatchObject({ differences: [] });
  });

  it('is missed when it is gone, and nothing else is expected', { timeout: 120_000 }, async () => {
    const db = production();
    const about = async () =>
      (await diagnose(db.knex, HOST)).findings
        .map(({ kind, subject }) => `${kind}: ${subject}`)
        .filter((one) => /throw_away|stranger/.test(one));
    expect(await about()).toEqual([]);
    await db.sql(`drop view one_roof.v_throw_away; create table one_roof.stranger (id int)`);
    expect(await about()).toEqual(['object_unexpected: relation stranger', 'object_missing: view v_throw_away']);
    expect(await aboutRelations(db)).toMatchObject({ actual: 'stranger, throw_away_note', ok: false });
    await db.sql(`drop table one_roof.stranger; alter table ${NOTES} disable trigger trg_ledger_update`);
    expect(await db.sql(`select trigger_name from one_roof.v_governance_guard where state <> 'armed'`)).toEqual([
      { trigger_name: 'trg_ledger_update' },
    ]);
    await db.sql(`
      alter table ${NOTES} enable always trigger trg_ledger_update;
      create view one_roof.v_throw_away as select scope, text from ${NOTES};
      select one_roof.adopt_relation('v_throw_away', 'view', false)`);
    expect(await about()).toEqual([]);
  });

  it('is not taken away with what others wrote, and says so', async () => {
    const db = production();
    const write = (statement: string) => db.sql(`begin; set local one_roof.reason = 'a test'; ${statement}; commit`);
    await write(`insert into ${NOTES} (scope, text) values ('theirs', 'x')`);
    const [row] = await db.sql(`select id from ${NOTES} where scope = 'theirs'`);
    expect(await rejectionOf(stage.rollBack(packet))).toMatchObject({
      code: 'OR076',
      message: expect.stringContaining(`throw_away_note ${String(row?.['id'])}`) as string,
    });
    await write(`delete from ${NOTES} where scope = 'theirs'`);
  });

  it('goes with the rollback, byte for byte', { timeout: 120_000 }, async () => {
    const db = production();
    expect(await stage.rollBack(packet)).toMatchObject({ done: true, undisturbed: true, figures: { notes: 0 } });
    expect(await stateOf(db)).toEqual(before);
    expect(await db.sql(`select * from one_roof.v_release_relation`)).toEqual([]);
    expect(await aboutRelations(db)).toEqual({ expected: 'none', actual: 'none', ok: true });
    expect(await compareCatalogue(db.knex, NAMES)).toMatchObject({ differences: [] });
    // Where its rows went is in the ledger.
    expect(
      await db.sql(
        `select operation, row_count::int from one_roof.governance_ledger where relation = 'throw_away_note' order by id desc limit 1`,
      ),
    ).toEqual([{ operation: 'delete', row_count: 6 }]);
    expect(await db.writeProduction((session) => verifyLedger(session))).toMatchObject({ verdict: 'intact', rows: [] });
  });
});

it('a later release begins from it, writes to it and restores it', { timeout: 120_000 }, async () => {
  const stage = await ReleaseStage.set(inject('postgres15'), 'two_person');
  const db = stage.production;
  /** Builds a release of what is wanted now, lets the two people ratify it, and applies it. */
  const release = async (code: string): Promise<ReleasePacket> => {
    const built = await builtRelease(db, code);
    await stage.ask(built);
    await stage.council.confirm(`APR-${code}`, 'clerk');
    await stage.council.signWithKey(`APR-${code}`, 'president');
    await stage.open(built);
    await stage.apply(built);
    return built;
  };
  const notes = () => db.sql(`select scope, text from ${NOTES} order by id`);
  const names = ['throw_away_note', 'v_throw_away'];
  try {
    await restate(db);
    const first = await release('REL-1');
    const plan = readFileSync(`${DEMO}plan.yaml`, 'utf8')
      .replace(/expected:[^]*$/, '')
      .replace('\nowners:', '\n  novelty: News of the day\nowners:');
    await db.writeProduction((session) =>
      registerPlan(session, readPlan(plan), { actor: 'operator:test', actorKind: 'operator', reason: 'test' }),
    );
    const [before, written] = [await stateOf(db), await notes()];
    const second = await release('REL-2');
    expect(second.manifest).toMatchObject({ installed: names, from: { notes: 6 }, to: { notes: 7 } });
    expect(second.manifest.tiers.flatMap(({ relations }) => relations)).toEqual([]);
    expect(second.sql.get('50_throw_away.sql')).not.toContain('create table');
    expect(await aboutRelations(db)).toMatchObject({ actual: names.join(', '), ok: true });
    expect(await compareCatalogue(db.knex, NAMES)).toMatchObject({ differences: [] });
    expect(await rejectionOf(stage.rollBack(first))).toMatchObject({ code: 'OR076' });

    expect(await stage.rollBack(second)).toMatchObject({ done: true, figures: { notes: 6 } });
    expect(await notes()).toEqual(written);
    expect(await stateOf(db)).toEqual(before);
    expect(await stage.rollBack(first)).toMatchObject({ done: true, figures: { notes: 0 } });
    expect(await aboutRelations(db)).toMatchObject({ actual: 'none', ok: true });
  } finally {
    await stage.strike();
  }
});
