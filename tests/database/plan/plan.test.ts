import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { applyPlanOnClone } from '../../../src/governance/plan/apply-plan-on-clone.ts';
import { checkPlan } from '../../../src/governance/plan/check-plan.ts';
import { initPlan } from '../../../src/governance/plan/init-plan.ts';
import { readPlan } from '../../../src/governance/plan/read-plan.ts';
import { registerPlan } from '../../../src/governance/plan/register-plan.ts';
import { scanCoverage } from '../../../src/governance/scanning/scan-coverage.ts';
import { DEMO } from '../../harness/test-server.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';

const BY = { actor: 'operator:test', actorKind: 'operator', reason: 'test' } as const;
const REFERENCE = readFileSync(`${DEMO}plan.yaml`, 'utf8');

/** The line of a text, counted from 1. */
const lineOf = (source: string, text: string) => source.slice(0, source.indexOf(text)).split('\n').length;

describe('a plan', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
  });
  afterEach(() => db.drop());

  const check = (source: string) => db.read((session) => checkPlan(session, readPlan(source)));
  const register = (source: string) => db.writeClone((session) => registerPlan(session, readPlan(source), BY));
  const problems = async (source: string) =>
    (
      (await rejectionOf(check(source)))['extensions'] as { problems: { line: number; message: string }[] }
    ).problems.map(({ line, message }) => `${line}: ${message}`);
  const registry = (collection: string) =>
    db.sql(
      `select "group"::text as group, governance_role as role, coverage_status as coverage from one_roof.collection_registry where collection_name = $1`,
      [collection],
    );

  it('that is registered already changes nothing', async () => {
    expect(await check(REFERENCE)).toMatchObject({
      numbers: { objects: 35, scopes: 6, cells: 210, anchors: 30 },
      differences: [],
    });
  });

  it('writes scopes, owners, groups, roles of collections and a ruleset; no owner row', async () => {
    expect(await db.sql(`select code::text, sort from one_roof.governance_responsibility_scope order by sort`)).toEqual(
      ['approval', 'audit', 'execution', 'health', 'policy', 'render'].map((code, index) => ({
        code,
        sort: index + 1,
      })),
    );
    expect(
      await db.sql(
        `select r.code::text, d.name from one_roof.governance_registry r join directus_roles d on d.id = r.directus_role order by 1`,
      ),
    ).toEqual([
      { code: 'GOV-COUNCIL', name: 'Architecture Council' },
      { code: 'GOV-DOT', name: 'Tool Governance' },
      { code: 'GOV-KG-SYS', name: 'Knowledge Graph' },
      { code: 'GOV-MOIT', name: 'Input Templates' },
    ]);
    expect(
      await db.sql(
        `select "group"::text as group, count(*)::int from one_roof.collection_registry where governance_role = 'governed' and coverage_status = 'BIRTH_REQUIRED' group by 1 order by 1`,
      ),
    ).toEqual([
      { group: 'GRP-AI', count: 1 },
      { group: 'GRP-BUSINESS', count: 2 },
      { group: 'GRP-GOVERNANCE', count: 16 },
      { group: 'GRP-REGISTRY', count: 14 },
      { group: 'GRP-WORKFLOW', count: 2 },
    ]);
    expect(await db.sql(`select count(*)::int from one_roof.v_governance_object_containment`)).toEqual([{ count: 35 }]);
    expect(await db.sql(`select count(*)::int from one_roof.governance_object_ownership`)).toEqual([{ count: 0 }]);
    expect(
      await db.sql(
        `select status, ruleset_version = 'gov-rs-' || left(encode(sha256(convert_to(components::text, 'UTF8')), 'hex'), 12) as named from one_roof.governance_ruleset`,
      ),
    ).toEqual([{ status: 'active', named: true }]);
    expect(await db.sql(`select source from one_roof.governance_plan`)).toEqual([{ source: REFERENCE }]);
  });

  it('that names what the project does not have is refused, each thing with its line', async () => {
    const source = REFERENCE.replace('folder: governance', 'folder: nowhere').replace(
      'role: Tool Governance',
      'role: Nobody',
    ).concat(`
ungrouped: [no_such_collection]
locked: [agents, not_there]
excluded: [neither]
exceptions:
  ghost: { audit: GOV-DOT }
waivers:
  - { collection: phantom, scope: audit, reason: none, until: 2999-01-01 }
`);
    const at = (text: string) => lineOf(source, text);
    expect(await problems(source)).toEqual([
      `${at('role: Nobody')}: there is no Directus role Nobody`,
      `${at('folder: nowhere')}: there is no folder nowhere`,
      `${at('objects: 35')}: expected objects 35, found 19; governed only by the plan in force: approval_requests, apr_action_types, apr_approvals, apr_request_types, checkpoint_sets, checkpoint_types, dot_domain_rules, governance_registry, governance_relations, law_catalog and 6 more`,
      `${at('cells: 210')}: expected cells 210, found 114`,
      `${at('gap: 210')}: expected gap 210, found 114`,
      `${at('no_such_collection')}: there is no collection no_such_collection`,
      `${at('not_there')}: there is no collection not_there`,
      `${at('neither')}: there is no collection neither`,
      `${at('ghost')}: there is no collection ghost`,
      `${at('phantom')}: there is no collection phantom`,
    ]);
  });

  it('that expects other numbers is refused with the right ones', async () => {
    const source = REFERENCE.replace('objects: 35', 'objects: 36').replace('anchors: 30', 'anchors: 31');
    expect(await problems(source)).toEqual([
      `${lineOf(source, 'objects:')}: expected objects 36, found 35`,
      `${lineOf(source, 'anchors:')}: expected anchors 31, found 30`,
    ]);
  });

  it('that expects another number of collections is refused with those that came or went since it was registered', async () => {
    const at = lineOf(REFERENCE, 'objects:');
    await db.sql(`create table fresh (id int primary key);
      insert into directus_collections (collection, "group") values ('fresh', 'ai')`);
    const named = `${at}: expected objects 35, found 36; not governed by the plan in force: fresh`;
    expect((await problems(REFERENCE))[0]).toBe(named);
    await db.writeClone((session) => scanCoverage(session, BY));
    expect((await problems(REFERENCE))[0]).toBe(named);
    await db.sql(
      `drop table fresh, agents cascade; delete from directus_collections where collection in ('fresh', 'agents')`,
    );
    expect((await problems(REFERENCE))[0]).toBe(
      `${at}: expected objects 35, found 34; governed only by the plan in force: agents`,
    );
  });

  it('that gives a collection to two groups equally is refused; a name beats a pattern beats a folder', async () => {
    const twice = REFERENCE.replace('    folder: ai\n', '    folder: ai\n    collections: [tasks]\n').replace(
      '    folder: workflow\n',
      '    folder: workflow\n    collections: [tasks]\n',
    );
    expect(await problems(twice)).toEqual([
      `${lineOf(twice, 'GRP-WORKFLOW:')}: collection tasks belongs equally to GRP-AI and GRP-WORKFLOW: name it in one`,
    ]);

    await register(
      REFERENCE.replace('    folder: ai\n', '    folder: ai\n    collections: [tasks]\n').replace(
        '    folder: workflow\n',
        '    folder: workflow\n    collections: ["t*s"]\n',
      ),
    );
    expect(await registry('tasks')).toEqual([{ group: 'GRP-AI', role: 'governed', coverage: 'BIRTH_REQUIRED' }]);
    await register(REFERENCE.replace('    folder: workflow\n', '    folder: workflow\n    collections: ["t*s"]\n'));
    expect(await registry('tasks')).toEqual([{ group: 'GRP-WORKFLOW', role: 'governed', coverage: 'BIRTH_REQUIRED' }]);
  });

  it('a pattern means its letters: _ and % are no wildcards', async () => {
    const source = REFERENCE.replace('    folder: ai\n', '    folder: ai\n    collections: ["t%s", "task_"]\n');
    const line = lineOf(source, 't%s');
    expect(await problems(source)).toEqual([
      `${line}: there is no collection t%s`,
      `${line}: there is no collection task_`,
    ]);
  });

  it('registers locked and excluded collections, exceptions, parents of groups, and retires what it no longer names', async () => {
    const changed = REFERENCE.replace('  render: Owns what is displayed, served and projected\n', '')
      .replace('  GRP-WORKFLOW:\n    name: Workflow\n    folder: workflow\n    owner: GOV-DOT\n', '')
      .replace('    folder: ai\n', '    folder: ai\n    parents: [GRP-BUSINESS]\n')
      .replace(/expected:[^]*$/, 'locked: [tasks]\nexcluded: ["iu_*"]\n');
    expect(await check(changed)).toMatchObject({ numbers: { objects: 31, scopes: 5, cells: 155, anchors: 20 } });
    const { coverage } = await register(changed);
    expect(coverage).toMatchObject({ objects: 31, scopes: 5, gap_cells: 155 });
    expect(await registry('tasks')).toEqual([{ group: 'GRP-BUSINESS', role: 'locked', coverage: 'BIRTH_REQUIRED' }]);
    expect(await registry('iu_staging_record')).toEqual([
      { group: 'GRP-REGISTRY', role: 'excluded', coverage: 'EXEMPT' },
    ]);
    expect(await registry('workflows')).toEqual([{ group: null, role: 'observed', coverage: 'DEFERRED' }]);
    expect(
      await db.sql(`select code::text from one_roof.governance_responsibility_scope where status = 'retired'`),
    ).toEqual([{ code: 'render' }]);
    expect(await db.sql(`select code::text from one_roof.governance_group where status = 'retired'`)).toEqual([
      { code: 'GRP-WORKFLOW' },
    ]);
    expect(await db.sql(`select child_ref, parent_ref from one_roof.governance_containment`)).toEqual([
      { child_ref: 'GRP-AI', parent_ref: 'GRP-BUSINESS' },
    ]);
    expect(await db.sql(`select status, count(*)::int from one_roof.governance_ruleset group by 1 order by 1`)).toEqual(
      [
        { status: 'active', count: 1 },
        { status: 'retired', count: 1 },
      ],
    );

    await register(REFERENCE);
    expect(await check(REFERENCE)).toMatchObject({ differences: [] });
    expect(await db.sql(`select status, count(*)::int from one_roof.governance_ruleset group by 1 order by 1`)).toEqual(
      [
        { status: 'active', count: 1 },
        { status: 'retired', count: 1 },
      ],
    );
  });

  it('that would come to other numbers than were checked is not registered', async () => {
    await db.sql(
      `update one_roof.collection_registry set governance_role = 'law_artifact' where collection_name = 'agents'`,
    );
    expect(await rejectionOf(register(REFERENCE))).toMatchObject({
      code: 'ONE_ROOF_PRECONDITION_FAILED',
      extensions: { expected: '35 objects × 6 scopes = 210 cells', found: '34 objects × 6 scopes = 204 cells' },
    });
    expect(await db.sql(`select count(*)::int from one_roof.governance_plan`)).toEqual([{ count: 1 }]);
  });

  it('with a waiver that has ended is refused', async () => {
    const source = REFERENCE.concat(
      'waivers:\n  - { collection: agents, scope: audit, reason: old, until: 2020-01-01 }\n',
    );
    expect(await problems(source)).toEqual([`${lineOf(source, 'until:')}: the waiver has ended: 2020-01-01 is past`]);
  });

  it('is not registered on a database that nobody declared', async () => {
    const other = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
    const refused = await rejectionOf(
      other.writeProduction((session) => registerPlan(session, readPlan(REFERENCE), BY)),
    );
    expect(refused).toMatchObject({
      code: 'ONE_ROOF_PRECONDITION_FAILED',
      extensions: { subject: 'environment', fix: expect.stringContaining('environment declare') as string },
    });
    await other.drop();
  });

  it('cannot be changed or removed once registered', async () => {
    for (const statement of [
      `update one_roof.governance_plan set source = ''`,
      `delete from one_roof.governance_plan`,
      `truncate one_roof.governance_plan`,
    ]) {
      expect(await rejectionOf(db.sql(statement))).toMatchObject({ code: 'OR003' });
    }
  });

  it('whose expected result does not come out is not applied at all', async () => {
    await register(REFERENCE.replace('gap_after: 0', 'gap_after: 1'));
    expect(await rejectionOf(db.writeClone((session) => applyPlanOnClone(session, BY)))).toMatchObject({
      message: 'Not the expected number of gaps',
      extensions: { expected: '1', found: '0' },
    });
    expect(await db.sql(`select from one_roof.governance_object_ownership`)).toEqual([]);
  });

  it('with exceptions, owners per scope and waivers is applied as it says', async () => {
    await register(
      REFERENCE.replace(
        '    folder: ai\n    owner: GOV-DOT\n',
        '    folder: ai\n    owners: { policy: GOV-COUNCIL }\n',
      ).replace(
        /expected:[^]*$/,
        `exceptions: { tasks: { audit: GOV-COUNCIL } }
waivers: [{ collection: agents, scope: render, reason: not shown anywhere, until: 2999-12-31 }]
expected: { anchors: 25, gap_after: 4 }`,
      ),
    );
    const { coverage } = await db.writeClone((session) => applyPlanOnClone(session, BY));
    expect(coverage).toMatchObject({ covered_cells: 205, waived_cells: 1, gap_cells: 4, ownership_anchors: 25 });
    expect(
      await db.sql(
        `select owner_gov_code, resolution from one_roof.v_object_effective_owner where object_ref = 'tasks' and scope = 'audit'`,
      ),
    ).toEqual([{ owner_gov_code: 'GOV-COUNCIL', resolution: 'direct' }]);
  });

  it('init writes one that check accepts: a group per folder, every collection once, no owner', async () => {
    const source = await db.read((session) => initPlan(session));
    const { plan } = readPlan(source);
    expect(
      Object.values(plan.groups)
        .map(({ folder }) => folder)
        .sort(),
    ).toEqual(['ai', 'business', 'governance', 'registry', 'workflow']);
    expect(
      Object.values(plan.groups)
        .flatMap(({ owner, owners }) => [owner, ...Object.values(owners)])
        .filter((owner) => owner !== undefined),
    ).toEqual([]);
    expect(await check(source)).toMatchObject({ numbers: { objects: 35, scopes: 6, cells: 210, anchors: 0 } });

    // Who ratifies is offered as a comment: without its # it is a part of the plan.
    const at = source.indexOf('#ratification:');
    const offered = readPlan(`${source.slice(0, at)}${source.slice(at).replaceAll(/^#/gm, '')}`);
    expect(plan.ratification).toBeUndefined();
    expect(offered.plan.ratification).toMatchObject({
      profile: 'council',
      seats: { president: ['president@example.org'] },
    });
  });
});
