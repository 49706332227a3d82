import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { applyPlanOnClone } from '../../../src/governance/plan/apply-plan-on-clone.ts';
import { readPlan } from '../../../src/governance/plan/read-plan.ts';
import { registerPlan } from '../../../src/governance/plan/register-plan.ts';
import { scanCoverage } from '../../../src/governance/scanning/scan-coverage.ts';
import { waitingChangeCells, waitingChanges } from '../../../src/governance/what-if/waiting-changes.ts';
import { CARRY_OUT, insertRelease, withoutReleaseGuard } from '../../harness/releases/applied-release.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { DEMO } from '../../harness/test-server.ts';

const BY = { actor: 'operator:test', actorKind: 'operator', reason: 'test' } as const;
const REFERENCE = readFileSync(`${DEMO}plan.yaml`, 'utf8').replace(/expected:[^]*$/, '');

/** The plan with a change. */
const planWith = (...replacements: [string, string][]) =>
  replacements.reduce((plan, [from, to]) => {
    expect(plan).toContain(from);
    return plan.replace(from, to);
  }, REFERENCE);

const EXCLUDED = `${REFERENCE}excluded: [agents]\n`;
const NO_RENDER = planWith(['  render: Owns what is displayed, served and projected\n', '']);
const OTHER_ROLE = planWith(['role: Input Templates', 'role: Tool Governance']);
const NO_MOIT = planWith(
  ['    owner: GOV-MOIT\n', '    owner: GOV-DOT\n'],
  [/^ {2}GOV-MOIT:[^]*?(?=^\S)/m.exec(REFERENCE)?.[0] ?? '?', '\n'],
);
const OTHER_GROUP = planWith(['    folder: ai\n', '    folder: ai\n    collections: [tasks]\n']);
const OTHER_PARENT = planWith(['    folder: ai\n', '    folder: ai\n    parents: [GRP-BUSINESS]\n']);

/** Drags a collection into another folder of Directus. */
const drag = (collection: string, folder: string) =>
  `update directus_collections set "group" = '${folder}' where collection = '${collection}'`;

describe('a change of who answers for what', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
    await db.writeClone((session) => applyPlanOnClone(session, BY));
  });
  afterEach(() => db.drop());

  const register = (source: string) => db.writeClone((session) => registerPlan(session, readPlan(source), BY));
  const scan = () => db.writeClone((session) => scanCoverage(session, { actor: 'test', actorKind: 'operator' }));
  const open = async () => (await db.read((session) => waitingChanges(session, { sort: 'id', limit: 10 }))).rows;
  const touched = async () =>
    (await db.read((session) => waitingChangeCells(session, { sort: 'object_ref', limit: 500 }))).rows.map(
      ({ object_ref: object, scope, change, before, after }) =>
        `${object} × ${scope} ${change}: ${before?.owner ?? 'nobody'} → ${after === null ? 'not required' : (after.owner ?? 'nobody')}`,
    );
  const groupOf = async (collection: string) =>
    (
      await db.sql(`select "group"::text as code from one_roof.collection_registry where collection_name = $1`, [
        collection,
      ])
    )[0]?.['code'];
  const inForce = async () =>
    (await db.sql(`select source from one_roof.governance_plan order by id desc limit 1`))[0]?.['source'];
  const summary = async () =>
    (await db.sql(`select total_cells::int, covered_cells::int from one_roof.v_coverage_summary`))[0];

  describe('before the first release', () => {
    it.each([
      ['excluding a collection', EXCLUDED],
      ['retiring a scope', NO_RENDER],
      ['pointing an owner at another role', OTHER_ROLE],
      ['retiring an owner', NO_MOIT],
      ['another group', OTHER_GROUP],
      ['another parent', OTHER_PARENT],
    ])('%s by a plan takes effect at once', async (_title, source) => {
      expect((await register(source)).waiting).toBeNull();
      expect(await inForce()).toBe(source);
      expect(await open()).toEqual([]);
    });

    it('moving a collection takes effect with the next scan', async () => {
      await db.sql(drag('agents', 'business'));
      expect(await scan()).toMatchObject({
        changes: [{ collection_name: 'agents', change: 'regrouped' }],
        waiting_changes: [],
      });
      expect(await groupOf('agents')).toBe('GRP-BUSINESS');
    });
  });

  describe('after it', () => {
    beforeEach(() => insertRelease(db, 'REL-1', 'applied'));

    it.each([
      ['excluding a collection', EXCLUDED, 6, 'agents × approval removed: GOV-DOT → not required'],
      ['retiring a scope', NO_RENDER, 35, 'agents × render removed: GOV-DOT → not required'],
      ['pointing an owner at another role', OTHER_ROLE, 12, 'modules × approval owner: GOV-MOIT → GOV-MOIT'],
      ['retiring an owner', NO_MOIT, 12, 'modules × approval owner: GOV-MOIT → GOV-MOIT'],
      ['another group', OTHER_GROUP, 6, 'tasks × approval owner: GOV-MOIT → GOV-DOT'],
    ])('%s by a plan is waiting, with the cells that it touches', async (_title, source, cells, first) => {
      const before = await summary();
      const { waiting, coverage } = await register(source);
      expect(waiting).toMatchObject({ cells });
      expect(coverage).toMatchObject({ total_cells: 210, covered_cells: 210 });
      expect(await summary()).toEqual(before);
      expect(await inForce()).not.toBe(source);
      expect(await open()).toMatchObject([{ id: waiting?.id, origin: 'plan', cells, created_by: 'operator:test' }]);
      expect(await touched()).toHaveLength(cells);
      expect((await touched())[0]).toBe(first);
      expect(
        await db.sql(`select action, relation, operation from one_roof.governance_ledger order by seq desc limit 1`),
      ).toEqual([{ action: 'plan.register', relation: 'governance_proposed_change', operation: 'insert' }]);
    });

    it('what a plan only adds takes effect at once', async () => {
      await db.sql(`create table notes (id int primary key)`);
      await scan();
      const more = planWith(['  render:', '  privacy: Protects people\n  render:']).concat('ungrouped: [notes]\n');
      expect((await register(more)).waiting).toBeNull();
      expect(await summary()).toEqual({ total_cells: 36 * 7, covered_cells: 210 });
      expect(await open()).toEqual([]);
    });

    it('a change that an older version stored is read by the words of today, and keeps waiting', async () => {
      const { waiting } = await register(EXCLUDED);
      const before = await touched();
      await db.sqlAsSuperuser(`
        alter table one_roof.governance_proposed_change_cell disable trigger user;
        update one_roof.governance_proposed_change_cell set
          was = was - array['planned_owner', 'planned_owner_alive']
            || jsonb_build_object('proposed', was -> 'planned_owner', 'proposed_alive', was -> 'planned_owner_alive'),
          will = will - array['planned_owner', 'planned_owner_alive']
            || jsonb_build_object('proposed', will -> 'planned_owner', 'proposed_alive', will -> 'planned_owner_alive')`);
      expect(await touched()).toEqual(before);
      expect((await register(EXCLUDED)).waiting).toEqual(waiting);
    });

    it('a plan that is waiting gives way to the next one', async () => {
      await register(EXCLUDED);
      const second = (await register(NO_RENDER)).waiting;
      expect(await open()).toMatchObject([{ id: second?.id, cells: 35 }]);
      expect((await register(NO_RENDER)).waiting).toEqual(second);
      expect((await register(REFERENCE.concat('# the same\n'))).waiting).toBeNull();
      expect(await open()).toEqual([]);
      expect(await db.sql(`select status from one_roof.governance_proposed_change order by id`)).toEqual([
        { status: 'superseded' },
        { status: 'withdrawn' },
      ]);
    });

    it('a collection that was moved keeps its owners; the move is waiting, until it is moved back', async () => {
      await db.sql(drag('agents', 'business'));
      const { changes, waiting_changes: waiting } = await scan();
      expect(changes).toEqual([]);
      expect(waiting).toMatchObject([
        { origin: 'discovery', changes: ['agents moves from GRP-AI to GRP-BUSINESS'], cells: 6 },
      ]);
      expect(await groupOf('agents')).toBe('GRP-AI');
      expect((await touched())[0]).toBe('agents × approval owner: GOV-DOT → GOV-MOIT');

      // The same again changes nothing, not even the watermark.
      const watermark = () => db.sql(`select one_roof.coverage_watermark()`);
      const before = await watermark();
      await db.sql(`select from one_roof.discover_collections()`);
      expect(await watermark()).toEqual(before);

      // A plan that says nothing about the move need not wait for it.
      expect((await register(REFERENCE.concat('# more words\n'))).waiting).toBeNull();
      expect([await groupOf('agents'), (await open()).length]).toEqual(['GRP-AI', 1]);

      await db.sql(drag('agents', 'ai'));
      expect((await scan()).waiting_changes).toEqual([]);
      expect(await groupOf('agents')).toBe('GRP-AI');
    });

    it('a collection that nobody needs to own is moved at once', async () => {
      await db.sql(`
        create table notes (id int primary key);
        insert into directus_collections (collection, "group") values ('notes', 'business')`);
      await scan();
      await db.sql(drag('notes', 'ai'));
      expect((await scan()).waiting_changes).toEqual([]);
      expect(await groupOf('notes')).toBe('GRP-AI');
    });

    it('a collection that vanished stays required until a release drops it', async () => {
      await db.sql(`drop table agents cascade; delete from directus_collections where collection = 'agents'`);
      await scan();
      expect((await register(REFERENCE.concat('# without agents\n'))).waiting).toMatchObject({ cells: 6 });
      expect(await summary()).toEqual({ total_cells: 210, covered_cells: 210 });
    });

    it('takes effect through a ratified release, and through nothing else', async () => {
      await db.sql(drag('tasks', 'ai'));
      const [moves] = (await scan()).waiting_changes;
      const apply = (release: string) =>
        db.writeClone(async (session) => {
          await session.query(`select set_config('one_roof.reason', 'a release', true)`);
          if (release !== '') await session.query(CARRY_OUT, [release]);
          for (const id of [waiting?.id, moves?.id]) {
            await session.query(
              `select apply_waiting_change(id, change_digest(changes)) from governance_proposed_change where id = $1`,
              [id],
            );
          }
        });
      await db.sql(`
        insert into one_roof.governance_proposed_change (origin, changes, summary, cells, created_by) values ('plan', '[]', '{}', 0, 'test')`);
      expect(
        await rejectionOf(
          db.sql(`select one_roof.apply_waiting_change(max(id), '') from one_roof.governance_proposed_change`),
        ),
      ).toMatchObject({ code: 'OR006' });
      const { waiting } = await register(EXCLUDED);
      expect(await rejectionOf(apply(''))).toMatchObject({ code: 'OR006' });
      // One that was applied is taken back in its own transaction, and does nothing more.
      expect(await rejectionOf(apply('REL-1'))).toMatchObject({ code: 'OR006' });
      await insertRelease(db, 'REL-2', 'ratified');
      await apply('REL-2');
      expect(await open()).toEqual([]);
      expect(await inForce()).toBe(EXCLUDED);
      expect(await groupOf('tasks')).toBe('GRP-AI');
      expect(await summary()).toEqual({ total_cells: 204, covered_cells: 204 });
      expect(
        await db.sql(
          `select distinct status, release_code::text as release from one_roof.governance_proposed_change where cells > 0`,
        ),
      ).toEqual([{ status: 'applied', release: 'REL-2' }]);
      await withoutReleaseGuard(db, `update one_roof.governance_release set status = 'applied', applied_at = now()`);
      // What it was allowed to do ended with its transaction.
      expect(
        await rejectionOf(db.sql(`update one_roof.governance_registry set status = 'retired' where code = 'GOV-DOT'`)),
      ).toMatchObject({
        code: 'OR006',
      });
    });
  });
});
