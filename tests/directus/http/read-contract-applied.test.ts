import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { BASE_PATH as BASE } from '../../../src/contract/routes.ts';
import { applyPlanOnClone } from '../../../src/governance/plan/apply-plan-on-clone.ts';
import { cellsByOwner } from '../../harness/ownership/cells-by-owner.ts';
import { DirectusStack } from '../../harness/directus/directus-stack.ts';

const BY = { actor: 'operator:test', actorKind: 'operator', reason: 'test' } as const;

describe('the read contract on a clone with the plan applied', () => {
  let stack: DirectusStack;
  beforeAll(async () => {
    stack = await DirectusStack.prepare('one_roof_reference', {
      declared: 'clone',
      settings: { ONE_ROOF_PUBLIC_READ: 'true' },
    });
    await stack.db.writeClone((session) => applyPlanOnClone(session, BY));
    await stack.directus.start();
  });
  afterAll(() => stack.stop());

  it('says 100 %, 30 anchors, how many cells each owner has, and agents owned through GRP-AI; to everybody, where that is allowed', async () => {
    const get = async (path: string) => (await stack.anonymous.must('GET', `${BASE}${path}`)) as { data: unknown };
    expect((await get('/coverage/summary')).data).toMatchObject({
      covered_cells: inject('reference').cells,
      gap_cells: 0,
      coverage_pct: 100,
      ownership_anchors: 30,
    });
    const byOwner = (await get('/coverage/by-owner')).data as { owner: string; accountable_cells: number }[];
    expect(Object.fromEntries(byOwner.map(({ owner, accountable_cells }) => [owner, accountable_cells]))).toEqual(
      cellsByOwner(inject('reference')),
    );
    expect((await get('/coverage/gaps')).data).toEqual([]);
    expect((await get('/coverage/ownership-detail?object=agents')).data).toEqual(
      ['approval', 'audit', 'execution', 'health', 'policy', 'render'].map((scope) => ({
        scope,
        state: 'owned_inherited',
        owner: 'GOV-DOT',
        owner_name: 'Tool Governance',
        owner_kind: 'accountable',
        owner_alive: true,
        resolution: 'inherited',
        source_anchor_type: 'group',
        source_anchor_ref: 'GRP-AI',
        depth: 1,
        planned_owner: 'GOV-DOT',
        planned_owner_name: 'Tool Governance',
        planned_anchor_type: 'group',
        planned_anchor_ref: 'GRP-AI',
        why: [
          {
            owner: 'GOV-DOT',
            owner_kind: 'accountable',
            source_anchor_type: 'group',
            source_anchor_ref: 'GRP-AI',
            depth: 1,
            verdict: 'wins',
          },
        ],
      })),
    );
    expect((await stack.anonymous.ask('GET', `${BASE}/responsibilities/me`)).status).toBe(403); // nobody is nobody's
    expect((await get('/gate')).data).toMatchObject({ verdict: 'BLOCKED', database: { kind: 'clone' } });
  });

  it('but who did what is for named readers only, also where everybody may read', async () => {
    expect((await stack.anonymous.ask('GET', `${BASE}/ledger`)).status).toBe(403);
    expect((await stack.anonymous.ask('GET', `${BASE}/ledger/state`)).status).toBe(200);
    const admin = await stack.admin();
    expect(await admin.must('GET', `${BASE}/ledger?action=plan.apply_on_clone`)).toMatchObject({
      data: [
        {
          actor: 'operator:test',
          reason: 'test',
          relation: 'governance_object_ownership',
          operation: 'insert',
          row_count: 30,
        },
      ],
      meta: { next: null },
    });
  });
});
