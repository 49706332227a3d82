import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { coverageWatermark } from '../../../src/governance/ownership/coverage-watermark.ts';
import { scanCoverage } from '../../../src/governance/scanning/scan-coverage.ts';
import { scanStatus } from '../../../src/governance/scanning/scan-status.ts';
import { TestDatabase } from '../../harness/test-database.ts';

const BY = { actor: 'operator:test', actorKind: 'operator' } as const;

describe('a scan', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('production');
  });
  afterEach(() => db.drop());

  const scan = (excluded: string[] = []) => db.writeProduction((session) => scanCoverage(session, BY, excluded));
  const track = (collection: string, folder: string | null) =>
    db.sql(`insert into directus_collections (collection, "group") values ($1, $2)`, [collection, folder]);

  it('counts, records one run with its ruleset and snapshot, and changes nothing the second time', async () => {
    const first = await scan();
    expect(first).toMatchObject({
      status: 'completed',
      changes: [],
      since_last_run: null,
      coverage: { gap_cells: 210 },
    });
    const second = await scan();
    expect(second).toMatchObject({
      status: 'completed',
      changes: [],
      since_last_run: { run_id: first.run_id, gap_cells: 0, covered_cells: 0, objects: 0 },
    });
    expect(
      await db.sql(
        `select status, count(*)::int, count(distinct source_snapshot_ref)::int as snapshots, count(distinct ruleset_version)::int as rulesets from one_roof.candidate_scan_run group by 1`,
      ),
    ).toEqual([{ status: 'completed', count: 2, snapshots: 1, rulesets: 1 }]);
    expect(await db.read(scanStatus)).toMatchObject({
      runs: 2,
      candidate_states: 0,
      candidate_objects: 0,
      cursor: null,
      last_run: { run_id: second.run_id, status: 'completed' },
    });
  });

  it('sees collections come, go, come back and move, tracked or not, and takes a new snapshot', async () => {
    await scan();
    await db.sql(`create table articles (id serial primary key); create table loose (id serial primary key)`);
    await track('articles', 'ai');
    expect((await scan()).changes).toEqual([
      { collection_name: 'articles', change: 'new' },
      { collection_name: 'loose', change: 'new' },
    ]);
    expect(
      await db.sql(
        `select "group"::text as group, governance_role as role from one_roof.collection_registry where collection_name in ('articles', 'loose') order by collection_name`,
      ),
    ).toEqual([
      { group: 'GRP-AI', role: 'observed' },
      { group: null, role: 'observed' },
    ]);

    await db.sql(
      `alter table articles rename to hidden_articles; delete from directus_collections where collection = 'articles'`,
    );
    expect((await scan()).changes).toEqual([
      { collection_name: 'hidden_articles', change: 'new' },
      { collection_name: 'articles', change: 'vanished' },
    ]);
    await db.sql(
      `alter table hidden_articles rename to articles; update directus_collections set "group" = 'business' where collection = 'agents'`,
    );
    await track('articles', 'ai');
    expect((await scan()).changes).toEqual([
      { collection_name: 'agents', change: 'regrouped' },
      { collection_name: 'articles', change: 'returned' },
      { collection_name: 'hidden_articles', change: 'vanished' },
    ]);
    expect(await db.sql(`select count(*)::int from one_roof.governance_snapshot`)).toEqual([{ count: 4 }]);
  });

  it('lists what Directus serves: no system tables, no folders, nothing without a key of one column, nothing excluded', async () => {
    await db.sql(`
      create table no_key (a int); create table wide_key (a int, b int, primary key (a, b)); create table "with space" (id int primary key);
      create view a_view as select 1 as id; create table spatial_ref_sys (srid int primary key); create table wanted (id int primary key)`);
    const { changes } = await scan(['spatial_ref_sys']);
    expect(changes.map(({ collection_name: name }) => name)).toEqual(['wanted']);
    expect(
      await db.sql(
        `select collection_name from one_roof.collection_registry where collection_name like 'directus%' or collection_name in ('ai', 'governance')`,
      ),
    ).toEqual([]);
  });

  it('resolves nested folders to the nearest mapped one', async () => {
    await db.sql(`
      insert into directus_collections (collection, "group") values ('inner', 'ai'), ('innermost', 'inner');
      create table deep (id int primary key); create table child (id int primary key)`);
    await track('deep', 'innermost');
    await track('child', 'tasks'); // a collection below a collection below a folder
    await scan();
    expect(
      await db.sql(
        `select collection_name, "group"::text as group from one_roof.collection_registry where collection_name in ('deep', 'child') order by 1`,
      ),
    ).toEqual([
      { collection_name: 'child', group: 'GRP-BUSINESS' },
      { collection_name: 'deep', group: 'GRP-AI' },
    ]);
  });

  it('a governed collection that vanishes stays required: its cells do not go away silently', async () => {
    await db.sql(`drop table agents; delete from directus_collections where collection = 'agents'`);
    const { changes, coverage } = await scan();
    expect(changes).toEqual([{ collection_name: 'agents', change: 'vanished' }]);
    expect(coverage.total_cells).toBe(210);
  });

  it('without a plan is refused and recorded as refused; what it discovered stays', async () => {
    const bare = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
    await bare.sql(`
      alter table one_roof.governance_plan disable trigger trg_plan_append_only; delete from one_roof.governance_plan;
      update one_roof.governance_ruleset set status = 'retired'; delete from one_roof.collection_registry`);
    const refused = await bare.writeProduction((session) => scanCoverage(session, BY));
    expect(refused).toMatchObject({ status: 'refused', ruleset: null });
    expect(refused.changes).toHaveLength(35);
    expect(await bare.sql(`select status, ruleset_version, error_text from one_roof.candidate_scan_run`)).toEqual([
      { status: 'refused', ruleset_version: null, error_text: refused.reason },
    ]);
    await bare.drop();
  });

  it('a run that is not refused cites a ruleset and a snapshot: the table insists', async () => {
    await expect(
      db.sql(
        `insert into one_roof.candidate_scan_run (run_id, scan_mode, status, created_by) values ('R', 'periodic_full', 'completed', 't')`,
      ),
    ).rejects.toMatchObject({ constraint: 'candidate_scan_run_source_check' });
  });

  it('a run stays as it was recorded', async () => {
    await scan();
    for (const statement of [
      `update one_roof.candidate_scan_run set status = 'failed', error_text = 'x'`,
      `delete from one_roof.candidate_scan_run`,
      `truncate one_roof.candidate_scan_run cascade`,
    ])
      await expect(db.sql(statement), statement).rejects.toMatchObject({
        code: expect.stringMatching(/^OR00[23]$/) as string,
      });
  });

  it('many at once: each records its run, and a new collection is new to one of them', async () => {
    await db.sql(`create table newcomer (id int primary key)`);
    const scans = await Promise.all(Array.from({ length: 8 }, () => scan()));
    expect(scans.flatMap(({ changes }) => changes)).toEqual([{ collection_name: 'newcomer', change: 'new' }]);
    expect(
      await db.sql(
        `select count(*)::int, count(distinct source_snapshot_ref)::int as snapshots from one_roof.candidate_scan_run`,
      ),
    ).toEqual([{ count: 8, snapshots: 1 }]);
  });

  it('that finds nothing new moves only what tells of runs in the watermark', async () => {
    await scan();
    const versions = () =>
      db.sql(
        `select relation, version from one_roof.governance_watermark where relation <> 'candidate_scan_run' order by 1`,
      );
    const before = await versions();
    await scan();
    expect(await versions()).toEqual(before);
  });
});

describe('the coverage watermark', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
  });
  afterEach(() => db.drop());

  const watermark = () => db.read(coverageWatermark);

  it('stays while nothing changes', async () => {
    expect(await watermark()).toBe(await watermark());
  });

  it.each([
    [
      'an owner row is written',
      `insert into one_roof.governance_object_ownership (object_type, object_ref, scope, owner_kind, owner_gov_code, approval_ref, created_by) values ('collection', 'agents', 'audit', 'accountable', 'GOV-DOT', 'CLONE-TEST-NO-RATIFICATION', 'TEST_CLONE_X')`,
    ],
    [
      'a scope is retired',
      `update one_roof.governance_responsibility_scope set status = 'retired' where code = 'audit'`,
    ],
    [
      'a collection is excluded',
      `update one_roof.collection_registry set governance_role = 'excluded' where collection_name = 'agents'`,
    ],
    [
      'the last user behind an owner is suspended',
      `update directus_users set status = 'suspended' where email = 'tools@example.com'`,
    ],
    [
      'something is contained elsewhere',
      `insert into one_roof.governance_containment values ('collection', 'agents', 'group', 'GRP-BUSINESS', now(), 'test')`,
    ],
  ])('changes when %s', async (_title, statement) => {
    const before = await watermark();
    await db.sql(statement);
    expect(await watermark()).not.toBe(before);
  });

  it('changes by time alone when an owner row ends', async () => {
    await db.sql(
      `insert into one_roof.governance_object_ownership (object_type, object_ref, scope, owner_kind, owner_gov_code, approval_ref, created_by, effective_to) values ('collection', 'agents', 'audit', 'accountable', 'GOV-DOT', 'CLONE-TEST-NO-RATIFICATION', 'TEST_CLONE_X', now() + interval '1 second')`,
    );
    const before = await watermark();
    await expect.poll(watermark, { timeout: 5000 }).not.toBe(before);
  });

  it('of a change that is rolled back was never seen', async () => {
    const before = await watermark();
    await db.sql(`begin; update one_roof.governance_group set name = 'x'; rollback`);
    expect(await watermark()).toBe(before);
  });
});
