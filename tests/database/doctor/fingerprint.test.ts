import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { compareFingerprints } from '../../../src/database/fingerprint/compare.ts';
import { fingerprint } from '../../../src/database/fingerprint/fingerprint.ts';
import type { FingerprintScope } from '../../../src/database/fingerprint/fingerprint.ts';
import { governanceScope, releaseScope, schemaScope } from '../../../src/database/fingerprint/scopes.ts';
import type { Session } from '../../../src/database/sessions/session.ts';
import { applyPlanOnClone } from '../../../src/governance/plan/apply-plan-on-clone.ts';
import { describeOnEachPostgres } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { withClient } from '../../harness/with-client.ts';
import type { TestServer } from '../../harness/test-server.ts';

function databases(server: TestServer) {
  const open: TestDatabase[] = [];
  afterEach(() => Promise.all(open.splice(0).map((db) => db.drop())));
  return async (template: 'one_roof_reference' | 'directus_reference' = 'one_roof_reference') => {
    const db = await TestDatabase.create(server, template);
    open.push(db);
    return db;
  };
}

const take = (
  db: TestDatabase,
  scope: FingerprintScope | ((session: Session) => Promise<FingerprintScope>),
  withRows = false,
) =>
  db.sessions.use(async (session) => {
    await session.query('begin isolation level repeatable read read only');
    return fingerprint(session, typeof scope === 'function' ? await scope(session) : scope, { withRows });
  });

/** Differences after a change, as `kind object`. */
async function differences(db: TestDatabase, scope: FingerprintScope, change: string): Promise<string[]> {
  const before = await take(db, scope);
  await db.sql(change);
  const comparison = compareFingerprints(before, await take(db, scope));
  return comparison.outcome === 'different'
    ? comparison.differences.map(({ kind, object }) => `${kind} ${object}`)
    : [comparison.outcome];
}

describeOnEachPostgres('a fingerprint', (server) => {
  const create = databases(server);

  it('is the same of two copies, and of the same rows written in another order', async () => {
    const [one, other] = [await create(), await create()];
    expect((await take(one, governanceScope())).sha256).toBe((await take(other, governanceScope())).sha256);
    await other.sql(`create table moved as select * from one_roof.governance_group order by code desc; alter table moved rename to m;
      delete from one_roof.collection_registry; delete from one_roof.governance_group; insert into one_roof.governance_group select * from m; drop table m`);
    const rows = (sha: Awaited<ReturnType<typeof take>>) =>
      sha.parts.find(({ kind, object }) => kind === 'content' && object === 'governance_group');
    expect(rows(await take(other, governanceScope()))).toEqual(rows(await take(one, governanceScope())));
  });

  it.each([
    ['a column', `alter table one_roof.governance_group add column extra text`, 'column governance_group.extra'],
    [
      'a default',
      `alter table one_roof.governance_group alter column name set default 'x'`,
      'column governance_group.name',
    ],
    [
      'a constraint',
      `alter table one_roof.governance_group drop constraint governance_group_status_check`,
      'constraint governance_group.governance_group_status_check',
    ],
    ['an index', `drop index one_roof.ix_gov_obj_resolve`, 'index governance_object_ownership.ix_gov_obj_resolve'],
    [
      'a view',
      `create or replace view one_roof.v_object_owner_gap as select object_type, object_ref, scope, group_code, unowned_since, planned_owner from one_roof.v_object_cell where false`,
      'view v_object_owner_gap',
    ],
    [
      'a function',
      `create or replace function one_roof.ospa(p_packet text default null) returns bigint language sql as 'select 1::bigint'`,
      'function ospa(p_packet text)',
    ],
    [
      'a trigger that is disabled',
      `alter table one_roof.event_outbox disable trigger trg_event_outbox_queue`,
      'trigger event_outbox.trg_event_outbox_queue',
    ],
    [
      'a privilege',
      `grant delete on one_roof.governance_ledger to public`,
      'privilege table governance_ledger to PUBLIC',
    ],
    [
      'a privilege on a column',
      `grant update (hash) on one_roof.governance_ledger to one_roof_reader`,
      'privilege table governance_ledger to one_roof_reader',
    ],
    [
      'an operator',
      `create operator one_roof.!== (leftarg = text, rightarg = text, function = textne)`,
      'other operator one_roof.!==(pg_catalog.text,pg_catalog.text)',
    ],
    [
      'a table that inherits',
      `create table public.more () inherits (one_roof.governance_group)`,
      'child governance_group.public.more',
    ],
    ['row security', `alter table one_roof.governance_plan enable row level security`, 'relation governance_plan'],
    ['a row', `update one_roof.governance_group set name = 'x' where code = 'GRP-AI'`, 'content governance_group'],
    [
      'a domain',
      `alter domain one_roof.governance_code drop constraint governance_code_form`,
      'domain governance_code',
    ],
  ])('tells %s', async (_title, change, expected) => {
    expect(await differences(await create(), governanceScope(), change)).toContain(expected);
  });

  it('names the first row that differs', async () => {
    const db = await create();
    const before = await take(db, governanceScope(), true);
    await db.sql(`update one_roof.governance_group set name = 'x' where code = 'GRP-AI'`);
    expect(compareFingerprints(before, await take(db, governanceScope(), true))).toMatchObject({
      outcome: 'different',
      differences: expect.arrayContaining([
        { kind: 'content', object: 'governance_group', change: 'changed', row: '(GRP-AI)' },
      ]) as unknown,
    });
  });

  // PostgreSQL prints some views differently from how it prints what was restored from that print: fingerprints would differ.
  it('every view is written so that its print, read back, prints the same', async () => {
    const db = await create();
    await withClient(db.url, async (client) => {
      await client.query('set search_path = one_roof');
      const views = await client.query<{ name: string; print: string }>(
        `select relname as name, pg_get_viewdef(oid) as print from pg_class where relnamespace = 'one_roof'::regnamespace and relkind = 'v'`,
      );
      expect(views.rows.length).toBeGreaterThan(10);
      for (const { name, print } of views.rows) {
        await client.query(`create temporary view restored as ${print}`);
        expect((await client.query(`select pg_get_viewdef('pg_temp.restored'::regclass) as print`)).rows, name).toEqual(
          [{ print }],
        );
        await client.query('drop view pg_temp.restored');
      }
    });
  });

  it('survives a dump and restore unchanged', async ({ skip }) => {
    const client = spawnSync('pg_dump', ['--version'], { encoding: 'utf8' });
    const dumpMajor = client.error ? 0 : Number(/ (\d+)\./.exec(client.stdout)?.[1]);
    const [version] = await (await create()).sql('show server_version');
    const serverMajor = Number(String(version?.['server_version']).split('.')[0]);
    skip(
      dumpMajor < serverMajor,
      `needs pg_dump ${serverMajor} or newer on this machine, found ${dumpMajor || 'none'}`,
    );

    const db = await create();
    const restored = await create('directus_reference');
    const dump = spawnSync('pg_dump', ['-n', 'one_roof', '--dbname', db.superuserUrl], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    expect(dump.stderr).toBe('');
    const restore = spawnSync('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '--dbname', restored.superuserUrl], {
      encoding: 'utf8',
      input: dump.stdout,
    });
    expect(restore.stderr).toBe('');
    expect(compareFingerprints(await take(db, governanceScope()), await take(restored, governanceScope()))).toEqual({
      outcome: 'equal',
    });
  });
});

describe('a fingerprint', () => {
  const create = databases(inject('postgres15'));

  it.each([
    ['1.1 and 1.10', 'numeric', '1.1', '1.10'],
    ['24 hours and a day', 'interval', `'24 hours'`, `'1 day'`],
    ['0 and -0', 'float8', `'0'`, `'-0'`],
  ])('is of identity, not of equality: %s', async (_title, type, one, other) => {
    const db = await create('directus_reference');
    await db.sql(`create table probe (id int primary key, value ${type}); insert into probe values (1, ${one})`);
    expect(await differences(db, schemaScope('public'), `update probe set value = ${other}`)).toEqual([
      'content probe',
    ]);
  });

  it('of scope release: applying a plan changes it, its circumstances and the history do not', async () => {
    const [one, other] = [await (await create()).declare('clone'), await (await create()).declare('clone')];
    const before = await take(one, releaseScope);
    const by = { actor: 'operator:test', actorKind: 'operator', reason: 'test' } as const;
    await one.writeClone((session) => applyPlanOnClone(session, by));
    const after = await take(one, releaseScope);
    expect(compareFingerprints(before, after)).toMatchObject({
      outcome: 'different',
      differences: [{ kind: 'content', object: 'governance_object_ownership' }],
    });

    await other.sql(`select one_roof.record_act('x', 'o');
      insert into one_roof.candidate_scan_run (run_id, scan_mode, status, error_text, created_by) values ('R', 'incremental', 'refused', 'x', 't');
      update one_roof.collection_registry set last_seen_at = now(), required_since = required_since`);
    expect(await take(other, releaseScope)).toEqual(before);
    await other.writeClone((session) => applyPlanOnClone(session, by));
    expect((await take(other, releaseScope)).sha256).toBe(after.sha256);
  });

  it('is not compared with one of another scope, formula or major', async () => {
    const db = await create();
    const governance = await take(db, governanceScope());
    expect(compareFingerprints(governance, await take(db, releaseScope))).toMatchObject({
      outcome: 'incomparable',
      reason: expect.stringContaining('scope') as string,
    });
    expect(compareFingerprints(governance, { ...governance, formula: 'x' })).toMatchObject({ outcome: 'incomparable' });
    expect(compareFingerprints(governance, { ...governance, postgresqlMajor: 18 })).toMatchObject({
      outcome: 'incomparable',
    });
  });
});
