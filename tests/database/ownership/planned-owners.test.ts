import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { coverageByOwner } from '../../../src/governance/ownership/coverage-lists.ts';
import { ownershipDetail } from '../../../src/governance/ownership/ownership-detail.ts';
import { applyPlanOnClone } from '../../../src/governance/plan/apply-plan-on-clone.ts';
import { readPlan } from '../../../src/governance/plan/read-plan.ts';
import { registerPlan } from '../../../src/governance/plan/register-plan.ts';
import { DEMO } from '../../harness/test-server.ts';
import { TestDatabase } from '../../harness/test-database.ts';

const BY = { actor: 'operator:test', actorKind: 'operator', reason: 'test' } as const;

/** The reference case with an exception, an owner of one scope, a group inside another, and a group without an owner. */
const PLAN = readFileSync(`${DEMO}plan.yaml`, 'utf8')
  .replace(
    '    folder: ai\n    owner: GOV-DOT\n',
    '    folder: ai\n    parents: [GRP-BUSINESS]\n    owners: { policy: GOV-COUNCIL }\n',
  )
  .replace('    folder: workflow\n    owner: GOV-DOT\n', '    folder: workflow\n')
  .replace(/expected:[^]*$/, 'exceptions: { tasks: { audit: GOV-COUNCIL } }\n');

describe('who would own what', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
    await db.writeClone((session) => registerPlan(session, readPlan(PLAN), BY));
  });
  afterAll(() => db.drop());

  const plannedOwners = async (ref: string) =>
    (await db.read((session) => ownershipDetail(session, { type: 'collection', ref }))).map(
      ({ scope, state, planned_owner: owner, planned_anchor_type: type, planned_anchor_ref: anchor }) =>
        `${scope} ${state}: ${owner === null ? 'nobody' : `${owner} on ${String(type)}:${String(anchor)}`}`,
    );

  it('is told for each cell while nothing is applied, with where the plan says it', async () => {
    expect(await plannedOwners('agents')).toEqual([
      'approval gap: GOV-MOIT on group:GRP-BUSINESS',
      'audit gap: GOV-MOIT on group:GRP-BUSINESS',
      'execution gap: GOV-MOIT on group:GRP-BUSINESS',
      'health gap: GOV-MOIT on group:GRP-BUSINESS',
      'policy gap: GOV-COUNCIL on group:GRP-AI',
      'render gap: GOV-MOIT on group:GRP-BUSINESS',
    ]);
    expect((await plannedOwners('tasks'))[1]).toBe('audit gap: GOV-COUNCIL on collection:tasks');
    expect((await plannedOwners('workflows'))[1]).toBe('audit gap: nobody');
  });

  it('is counted by owner', async () => {
    const { rows } = await db.read((session) => coverageByOwner(session, { sort: 'owner', limit: 10 }));
    expect(
      rows.map(({ owner, accountable_cells, planned_cells }) => [owner, accountable_cells, planned_cells]),
    ).toEqual([
      ['GOV-COUNCIL', 0, 16 * 6 + 2],
      ['GOV-DOT', 0, 0],
      ['GOV-KG-SYS', 0, 14 * 6],
      ['GOV-MOIT', 0, 2 * 6 - 1 + 5],
    ]);
  });

  it('is who owns it once the plan is applied, cell by cell', async () => {
    await db.writeClone((session) => applyPlanOnClone(session, BY));
    expect(
      await db.sql(`
        select count(*)::int as cells, count(owner_gov_code)::int as owned,
          count(*) filter (where owner_gov_code is distinct from planned_owner)::int as different
        from one_roof.v_object_cell`),
    ).toEqual([{ cells: 210, owned: 210 - 12, different: 0 }]);
  });

  it('counts active scopes only, as owners do', async () => {
    await db.sql(`update one_roof.governance_responsibility_scope set status = 'retired' where code = 'render'`);
    expect(
      await db.sql(`
        select (select count(*)::int from one_roof.v_object_effective_owner where scope = 'render') as owned,
          (select sum(planned_cells)::int from one_roof.v_coverage_by_owner) as planned`),
    ).toEqual([{ owned: 0, planned: 175 - 10 }]);
  });
});
