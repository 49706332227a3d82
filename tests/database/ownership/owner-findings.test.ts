import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { deadOwners } from '../../../src/governance/ownership/dead-owners.ts';
import { waiversToLookAt } from '../../../src/governance/ownership/owner-waivers.ts';
import { coverageSummary } from '../../../src/governance/ownership/coverage-summary.ts';
import { applyPlanOnClone } from '../../../src/governance/plan/apply-plan-on-clone.ts';
import { readPlan } from '../../../src/governance/plan/read-plan.ts';
import { registerPlan } from '../../../src/governance/plan/register-plan.ts';
import { planWhatIf } from '../../../src/governance/what-if/plan-what-if.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { DEMO } from '../../harness/test-server.ts';

const BY = { actor: 'operator:test', actorKind: 'operator', reason: 'test' } as const;
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Nobody is to own the workflows, and their waivers end at different times; one waiver stands where somebody is to own the cell. */
const PLAN = readFileSync(`${DEMO}plan.yaml`, 'utf8')
  .replace('    folder: workflow\n    owner: GOV-DOT\n', '    folder: workflow\n')
  .replace(
    /expected:[^]*$/,
    `waivers:
  - { collection: workflows, scope: audit, reason: soon over, until: ${inDays(10)} }
  - { collection: workflows, scope: render, reason: far away, until: ${inDays(100)} }
  - { collection: agents, scope: render, reason: not needed, until: ${inDays(100)} }
`,
  );

describe('what somebody should look at', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
  });
  afterEach(() => db.drop());

  const waivers = async () =>
    (await db.read(waiversToLookAt)).map(
      ({ object_ref: object, scope, state, planned }) => `${object} × ${scope} ${state}${planned ? ' (planned)' : ''}`,
    );
  const dead = async () =>
    (await db.read(deadOwners)).map(({ owner, reason, cells, planned_cells: planned }) => [
      owner,
      reason,
      cells,
      planned,
    ]);
  const register = () => db.writeClone((session) => registerPlan(session, readPlan(PLAN), BY));

  it('a waiver under a cell that somebody owns, or is to own: told before it is registered', async () => {
    const { outcome } = await db.whatIf((session) =>
      planWhatIf(session, readPlan(PLAN), { retire: [], move: [] }, { limit: 1 }),
    );
    expect(outcome.idle_waivers).toEqual([
      { object_type: 'collection', object_ref: 'agents', scope: 'render', owner: null, planned_owner: 'GOV-DOT' },
    ]);
  });

  it('waivers of the plan, before and after they are in force: which end soon, have no effect, are over', async () => {
    await register();
    expect(await waivers()).toEqual(['workflows × audit in_effect (planned)', 'agents × render idle (planned)']);
    await db.writeClone((session) => applyPlanOnClone(session, BY));
    expect(await waivers()).toEqual(['workflows × audit in_effect', 'agents × render idle']);
    expect(await db.read(coverageSummary)).toMatchObject({ waived_cells: 2, gap_cells: 10, covered_cells: 198 });

    await db.sql(`
      alter table one_roof.governance_owner_waiver disable trigger trg_waiver_guard;
      update one_roof.governance_owner_waiver set created_at = now() - interval '2 days', expires_at = now() - interval '1 day' where scope = 'audit';
      alter table one_roof.governance_owner_waiver enable always trigger trg_waiver_guard;
      update one_roof.collection_registry set governance_role = 'observed', coverage_status = 'DEFERRED' where collection_name = 'agents'`);
    expect(await waivers()).toEqual([
      'workflows × audit ended',
      'workflows × audit in_effect (planned)',
      'agents × render not_required',
    ]);
    expect(await db.read(coverageSummary)).toMatchObject({ waived_cells: 1, gap_cells: 11 });
  });

  it('dead owners, why, and what to do', async () => {
    await register();
    expect(await dead()).toEqual([]);
    await db.sql(`
      update directus_users set status = 'suspended' where role = (select id from directus_roles where name = 'Tool Governance');
      update directus_users set role = null where role = (select id from directus_roles where name = 'Knowledge Graph');
      delete from directus_roles where name = 'Knowledge Graph'`);
    expect(await dead()).toEqual([
      ['GOV-DOT', 'no_active_user', 0, 6],
      ['GOV-KG-SYS', 'role_missing', 0, 84],
    ]);
    expect((await db.read(deadOwners)).map(({ fix }) => fix)).toEqual([
      'Activate a user with the Directus role Tool Governance, or give GOV-DOT another role in the plan.',
      'Its Directus role is gone: give GOV-KG-SYS another role in the plan.',
    ]);

    await db.writeClone((session) => applyPlanOnClone(session, BY));
    await db.sql(`update one_roof.governance_registry set status = 'retired' where code in ('GOV-MOIT', 'GOV-DOT');
      insert into one_roof.governance_registry (code, name, status, created_by) values ('GOV-PAST', 'Gone for good', 'retired', 'test')`);
    expect(await dead()).toEqual([
      ['GOV-DOT', 'retired', 6, 6],
      ['GOV-KG-SYS', 'role_missing', 84, 84],
      ['GOV-MOIT', 'retired', 12, 12],
    ]);
    expect(await db.read(coverageSummary)).toMatchObject({ dead_cells: 102 });
  });
});
