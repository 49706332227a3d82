import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { applyPlanOnClone } from '../../../src/governance/plan/apply-plan-on-clone.ts';
import { checkPlan } from '../../../src/governance/plan/check-plan.ts';
import { exportCodeowners } from '../../../src/governance/plan/export/export-codeowners.ts';
import { exportPlan } from '../../../src/governance/plan/export/export-plan.ts';
import { readPlan } from '../../../src/governance/plan/read-plan.ts';
import { registerPlan } from '../../../src/governance/plan/register-plan.ts';
import { insertRelease } from '../../harness/releases/applied-release.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { DEMO } from '../../harness/test-server.ts';

const BY = { actor: 'operator:test', actorKind: 'operator', reason: 'test' } as const;
const REFERENCE = readFileSync(`${DEMO}plan.yaml`, 'utf8');

/** A plan with everything that a plan can say, and words around it. */
const RICH = REFERENCE.replace('  GOV-MOIT:\n', '  GOV-MOIT: # asks for the forms\n')
  .replace(
    '    folder: ai\n',
    '    folder: ai\n    collections: [tasks, "iu_*"] # taken from others\n    parents: [GRP-BUSINESS]\n',
  )
  .replace(
    '    role: Tool Governance\n',
    '    role: Tool Governance\n    codeowners: ["@acme/tools", tools@example.com]\n',
  )
  .replace(
    /expected:[^]*$/,
    `# Decided last year.
excluded: [workflow_steps]
locked: [tasks] # its schema stays
exceptions:
  tasks: { audit: GOV-COUNCIL }
  modules: { audit: GOV-COUNCIL } # so that somebody else looks
waivers:
  - { collection: agents, scope: render, reason: not shown, until: 2999-12-31 }
# The sums.
expected: { objects: 34, cells: 204, gap: 204, anchors: 30, gap_after: 0 }
`,
  );

describe('the export of what is registered', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
  });
  afterEach(() => db.drop());

  const register = (source: string) => db.writeClone((session) => registerPlan(session, readPlan(source), BY));
  const exported = () => db.read((session) => exportPlan(session));
  const check = (source: string) => db.read((session) => checkPlan(session, readPlan(source)));
  const comments = (source: string) => source.split('\n').flatMap((line) => /#.*$/.exec(line)?.[0] ?? []);

  it('is the plan as it was written, while nothing has changed', async () => {
    expect(await exported()).toBe(REFERENCE);
    await register(RICH);
    expect(await exported()).toBe(RICH);
  });

  it('says what has changed since, keeps the comments, and fits: registering it changes nothing', async () => {
    await register(RICH);
    await db.sql(`
      update one_roof.governance_responsibility_scope set description = 'in other words', sort = 0 where code = 'audit';
      update one_roof.governance_registry set name = 'Forms', directus_role = (select id from directus_roles where name = 'Knowledge Graph')
        where code = 'GOV-MOIT';
      insert into one_roof.governance_registry (code, name, created_by) values ('GOV-NEW', 'Somebody new', 'test');
      insert into one_roof.governance_group (code, name, created_by) values ('GRP-NEW', 'New', 'test');
      update one_roof.governance_group set name = 'Work', directus_folder = null where code = 'GRP-WORKFLOW';
      delete from one_roof.governance_containment;
      insert into one_roof.governance_containment values ('group', 'GRP-AI', 'group', 'GRP-NEW', now(), 'plan');
      update one_roof.collection_registry set "group" = 'GRP-NEW' where collection_name in ('agents', 'modules');
      update one_roof.collection_registry set "group" = null where collection_name = 'dot_tools';
      update one_roof.collection_registry set governance_role = 'governed' where collection_name = 'tasks';
      update one_roof.collection_registry set governance_role = 'locked' where collection_name = 'agents';
      update one_roof.collection_registry set governance_role = 'governed', coverage_status = 'BIRTH_REQUIRED' where collection_name = 'workflow_steps';
      update one_roof.collection_registry set governance_role = 'excluded', coverage_status = 'EXEMPT' where collection_name = 'ui_pages';
      update one_roof.collection_registry set "group" = 'GRP-WORKFLOW' where collection_name like 'workflow%'`);
    const source = await exported();
    expect((await check(source)).differences).toEqual([]);
    expect(comments(source)).toEqual(comments(RICH));
    expect(source).toContain('gap: 204');
    expect(readPlan(source).plan.expected).toEqual({ objects: 34, cells: 204, gap: 204, anchors: 30, gap_after: 0 });

    const state = () =>
      db.sql(`
        select (select jsonb_agg(to_jsonb(r) order by collection_name) from (select collection_name, "group", governance_role, coverage_status from one_roof.collection_registry) r) as collections,
          (select jsonb_agg(to_jsonb(r) order by code) from one_roof.governance_registry r) as owners,
          (select jsonb_agg(to_jsonb(r) order by code) from one_roof.governance_group r) as groups,
          (select jsonb_agg(to_jsonb(r) - 'sort' order by code) from one_roof.governance_responsibility_scope r) as scopes,
          (select jsonb_agg(to_jsonb(r) order by child_ref) from one_roof.governance_containment r) as containment`);
    const before = await state();
    await register(source);
    expect(await state()).toEqual(before);
    expect(await exported()).toBe(source);
  });

  it('leaves out what is not there any more: a collection, a scope, an owner, a waiver that has ended', async () => {
    await register(RICH);
    await db.sql(`
      drop table tasks cascade; delete from directus_collections where collection = 'tasks'; select from one_roof.discover_collections();
      update one_roof.governance_responsibility_scope set status = 'retired' where code = 'render';
      update one_roof.governance_registry set status = 'retired' where code = 'GOV-MOIT'`);
    const { plan } = readPlan(await exported());
    expect(plan).toMatchObject({
      exceptions: { modules: { audit: 'GOV-COUNCIL' } },
      waivers: [],
      locked: [],
      expected: { objects: 33, cells: 165, gap: 165, anchors: 20 },
    });
    expect([plan.expected.gap_after, plan.groups['GRP-BUSINESS']?.owner, plan.groups['GRP-AI']?.collections]).toEqual([
      undefined,
      undefined,
      ['iu_*'],
    ]);
    // What vanished stays required until a plan without it is registered.
    expect((await check(await exported())).differences).toMatchObject([
      { kind: 'collection', ref: 'tasks', change: 'retire' },
      ...Array.from({ length: (await check(await exported())).differences.length - 1 }, () => ({
        kind: expect.stringMatching(/planned owner|waiver/) as string,
        change: 'retire',
      })),
    ]);
  });

  it('keeps collections where they are though they were moved in Directus, once that waits for a release', async () => {
    await db.writeClone((session) => applyPlanOnClone(session, BY));
    await insertRelease(db, 'REL-1', 'applied');
    await db.sql(
      `update directus_collections set "group" = 'business' where collection = 'agents'; select from one_roof.discover_collections()`,
    );
    const source = await exported();
    expect(readPlan(source).plan.groups['GRP-AI']?.collections).toEqual(['agents']);
    expect((await register(source)).waiting).toBeNull();
    expect(await db.sql(`select status from one_roof.governance_proposed_change`)).toEqual([{ status: 'withdrawn' }]);
  });

  it('is refused where no plan is registered', async () => {
    await db.sql(
      `alter table one_roof.governance_plan disable trigger trg_plan_append_only; delete from one_roof.governance_plan`,
    );
    expect(await rejectionOf(exported())).toMatchObject({
      code: 'ONE_ROOF_PRECONDITION_FAILED',
      message: 'No plan is registered',
    });
  });

  describe('as CODEOWNERS', () => {
    const codeowners = (form: { path?: string; owner?: string | null; scope?: string | null } = {}) =>
      db.read((session) =>
        exportCodeowners(session, { path: 'collections/{collection}.yaml', owner: null, scope: null, ...form }),
      );

    it('has a line for each collection, with the names of the plan or made by a pattern, and says what is only planned', async () => {
      await register(RICH);
      const lines = (await codeowners({ owner: '@acme/{owner}' })).split('\n');
      expect(lines.filter((line) => line.startsWith('#'))).toEqual([
        '# Who answers for which collection. Written by `one-roof plan export --codeowners`; do not edit.',
        '# Planned, not ratified: 34 of 34 collections.',
      ]);
      expect(lines).toContain('/collections/agents.yaml @acme/tools tools@example.com');
      expect(lines).toContain('/collections/modules.yaml @acme/GOV-MOIT @acme/GOV-COUNCIL');
      expect(lines.length).toBe(2 + 34 + 1);
      expect((await codeowners({ owner: '@acme/{owner}', scope: 'policy' })).split('\n')).toContain(
        '/collections/modules.yaml @acme/GOV-MOIT',
      );
    });

    it('says in a comment where there is nobody to name', async () => {
      await register(
        RICH.replace('    folder: workflow\n    owner: GOV-DOT\n', '    folder: workflow\n')
          .replace(', gap_after: 0', '')
          .replace('anchors: 30', 'anchors: 24'),
      );
      const text = await codeowners({ path: '/schema/{collection} [x]' });
      expect(text).toContain('# /schema/workflows [x]  nobody owns it\n');
      expect(text).toContain('# /schema/modules [x]  GOV-MOIT, GOV-COUNCIL: no codeowners in the plan\n');
    });

    it('names who answers once a plan is applied, without a word about plans', async () => {
      await register(RICH);
      await db.writeClone((session) => applyPlanOnClone(session, BY));
      expect(await codeowners()).not.toContain('Planned');
    });

    it('is refused for a path that is the same for all, and for a scope that is not there', async () => {
      expect(await rejectionOf(codeowners({ path: 'snapshot.yaml' }))).toMatchObject({ code: 'ONE_ROOF_BAD_REQUEST' });
      expect(await rejectionOf(codeowners({ scope: 'nothing' }))).toMatchObject({ code: 'OR007' });
    });
  });
});
