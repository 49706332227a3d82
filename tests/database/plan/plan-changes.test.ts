import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { checkPlan } from '../../../src/governance/plan/check-plan.ts';
import { readPlan } from '../../../src/governance/plan/read-plan.ts';
import { registerPlan } from '../../../src/governance/plan/register-plan.ts';
import { DEMO } from '../../harness/test-server.ts';
import { TestDatabase } from '../../harness/test-database.ts';

const BY = { actor: 'operator:test', actorKind: 'operator', reason: 'test' } as const;
const REFERENCE = readFileSync(`${DEMO}plan.yaml`, 'utf8');

describe('a plan that is registered anew', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
  });
  afterEach(() => db.drop());

  const check = (source: string) => db.read((session) => checkPlan(session, readPlan(source)));
  const register = (source: string) => db.writeClone((session) => registerPlan(session, readPlan(source), BY));
  const registry = (collection: string) =>
    db.sql(
      `select "group"::text as group, governance_role as role, coverage_status as coverage from one_roof.collection_registry where collection_name = $1`,
      [collection],
    );

  it('check shows what registering would change, from what to what', async () => {
    const { differences } = await check(
      REFERENCE.replace('name: Workflow', 'name: Flow of work')
        .replace('expected:', 'excluded: [agents]\nexpected:')
        .replace('objects: 35', 'objects: 34')
        .replace('cells: 210', 'cells: 204')
        .replace('gap: 210', 'gap: 204'),
    );
    expect(differences).toEqual([
      {
        kind: 'collection',
        ref: 'agents',
        change: 'change',
        was: 'governed, group GRP-AI',
        will: 'excluded, group GRP-AI',
      },
      {
        kind: 'group',
        ref: 'GRP-WORKFLOW',
        change: 'change',
        was: 'Workflow, folder workflow',
        will: 'Flow of work, folder workflow',
      },
    ]);
  });

  it('check shows that other people would own something, and be waived', async () => {
    const { differences } = await check(
      REFERENCE.replace('owner: GOV-MOIT', 'owners: { audit: GOV-MOIT, policy: GOV-DOT }').replace(
        /expected:[^]*$/,
        `exceptions: { tasks: { policy: GOV-MOIT } }
waivers: [{ collection: tasks, scope: render, reason: not shown, until: 2999-12-31 }]
`,
      ),
    );
    const planned = (ref: string, change: string, was: string | null, will: string | null) => ({
      kind: 'planned owner',
      ref,
      change,
      was,
      will,
    });
    expect(differences).toEqual([
      planned('collection:tasks × policy', 'add', null, 'GOV-MOIT'),
      planned('group:GRP-BUSINESS × approval', 'retire', 'GOV-MOIT', null),
      planned('group:GRP-BUSINESS × execution', 'retire', 'GOV-MOIT', null),
      planned('group:GRP-BUSINESS × health', 'retire', 'GOV-MOIT', null),
      planned('group:GRP-BUSINESS × policy', 'change', 'GOV-MOIT', 'GOV-DOT'),
      planned('group:GRP-BUSINESS × render', 'retire', 'GOV-MOIT', null),
      {
        kind: 'waiver',
        ref: 'collection:tasks × render',
        change: 'add',
        was: null,
        will: 'not shown, until 2999-12-31',
      },
    ]);
  });

  it('drops what has vanished, and says so', async () => {
    await db.sql(
      `drop table agents cascade; delete from directus_collections where collection = 'agents'; select from one_roof.discover_collections()`,
    );
    expect(await registry('agents')).toEqual([{ group: 'GRP-AI', role: 'governed', coverage: 'BIRTH_REQUIRED' }]);
    const source = REFERENCE.replace(/expected:[^]*$/, 'expected: { objects: 34, cells: 204, gap: 204 }\n');
    expect((await check(source)).differences).toEqual([
      { kind: 'collection', ref: 'agents', change: 'retire', was: 'governed, group GRP-AI', will: null },
    ]);
    expect((await register(source)).coverage).toMatchObject({ objects: 34, total_cells: 204, gap_cells: 204 });
    expect(await registry('agents')).toEqual([{ group: null, role: 'observed', coverage: 'DEFERRED' }]);
  });
});
