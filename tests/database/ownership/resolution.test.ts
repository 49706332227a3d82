import { afterEach, beforeEach, expect, it } from 'vitest';
import { applyPlanOnClone } from '../../../src/governance/plan/apply-plan-on-clone.ts';
import { coverageByOwner } from '../../../src/governance/ownership/coverage-lists.ts';
import { coverageSummary } from '../../../src/governance/ownership/coverage-summary.ts';
import { ownershipDetail } from '../../../src/governance/ownership/ownership-detail.ts';
import { anchors, insertOwners } from '../../harness/ownership/ownership-rows.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { figuresOf } from '../../harness/ownership/figures.ts';

const BY = { actor: 'operator:test', actorKind: 'operator', reason: 'test' } as const;

// The acceptance figures of the original system (F-1 to F-6), on the reference case.
describeOnEachPostgres('resolution on the reference case', (server) => {
  let db: TestDatabase;

  beforeEach(async () => {
    db = await (await TestDatabase.create(server, 'one_roof_reference')).declare('clone');
  });
  afterEach(() => db.drop());

  const figures = () => figuresOf(db);

  /** Makes `only` the whole inventory, as the rehearsals with a few objects did. */
  const restrictInventory = (only: string[]) =>
    db.sql(
      `update one_roof.collection_registry set governance_role = 'observed', coverage_status = 'DEFERRED' where collection_name <> all ($1)`,
      [only],
    );

  it('starts with 35 objects, 6 scopes, 210 cells, gap 210, conflicts 0, per group and per scope', async () => {
    const summary = await db.read(coverageSummary);
    expect(summary).toEqual({
      total_cells: 210,
      covered_cells: 0,
      gap_cells: 210,
      waived_cells: 0,
      dead_cells: 0,
      conflicts: 0,
      coverage_pct: 0,
      objects: 35,
      scopes: 6,
      ownership_anchors: 0,
      planned_cells: 210,
    });
    expect(
      await db.sql(
        `select group_code as group, count(*)::int as gap from one_roof.v_object_owner_gap group by 1 order by 1`,
      ),
    ).toEqual([
      { group: 'GRP-AI', gap: 6 },
      { group: 'GRP-BUSINESS', gap: 12 },
      { group: 'GRP-GOVERNANCE', gap: 96 },
      { group: 'GRP-REGISTRY', gap: 84 },
      { group: 'GRP-WORKFLOW', gap: 12 },
    ]);
    expect(await db.sql(`select distinct gap::int from one_roof.v_coverage_by_scope`)).toEqual([{ gap: 35 }]);
  });

  it('F-1/F-2: three objects, an anchor on one, a fixture edge from another', async () => {
    await restrictInventory(['agents', 'approval_requests', 'apr_action_types']);
    expect((await figures())?.['gap']).toBe(18);
    await db.sql(
      `insert into one_roof.governance_containment values ('collection', 'apr_action_types', 'collection', 'approval_requests', now(), 'test')`,
    );
    await insertOwners(db, {
      object: 'collection:approval_requests',
      scope: 'policy',
      owner: 'GOV-COUNCIL',
      anchor: true,
    });

    expect(
      await db.sql(`select object_ref, resolution, depth from one_roof.v_object_effective_owner order by depth`),
    ).toEqual([
      { object_ref: 'approval_requests', resolution: 'direct', depth: 0 },
      { object_ref: 'apr_action_types', resolution: 'inherited', depth: 1 },
    ]);
    expect(
      await db.sql(`select object_ref, count(*)::int as gap from one_roof.v_object_owner_gap group by 1 order by 1`),
    ).toEqual([
      { object_ref: 'agents', gap: 6 },
      { object_ref: 'approval_requests', gap: 5 },
      { object_ref: 'apr_action_types', gap: 5 },
    ]);
  });

  it('F-3: ten objects in three groups, one anchor and one row that is none', async () => {
    const governance = ['approval_requests', 'apr_action_types', 'apr_approvals', 'apr_request_types'];
    await restrictInventory([
      ...governance,
      'workflows',
      'workflow_steps',
      'collection_registry',
      'dot_tools',
      'taxonomy',
      'taxonomy_facets',
    ]);
    expect((await figures())?.['gap']).toBe(60);
    await insertOwners(
      db,
      { object: 'group:GRP-GOVERNANCE', scope: 'policy', owner: 'GOV-COUNCIL', anchor: true },
      { object: 'collection:workflows', scope: 'policy', owner: 'GOV-DOT' },
    );
    expect(await figures()).toMatchObject({ gap: 55, effective: 6, direct: 2, inherited: 4 });
    expect(
      await db.sql(
        `select object_ref, scopes_gap::int from one_roof.v_coverage_by_object where scopes_gap = 6 order by 1`,
      ),
    ).toEqual(
      ['collection_registry', 'dot_tools', 'taxonomy', 'taxonomy_facets', 'workflow_steps'].map((object_ref) => ({
        object_ref,
        scopes_gap: 6,
      })),
    );
  });

  it('F-5: a direct row on one collection and an anchor on a small group', async () => {
    await insertOwners(
      db,
      { object: 'collection:agents', scope: 'audit', owner: 'GOV-COUNCIL' },
      { object: 'group:GRP-WORKFLOW', scope: 'policy', owner: 'GOV-DOT', anchor: true },
    );
    expect(await figures()).toMatchObject({ gap: 207, effective: 4, direct: 2, inherited: 2, covered: 3 });
    expect(
      await db.sql(`select state from one_roof.v_object_cell where object_ref = 'agents' and scope = 'policy'`),
    ).toEqual([{ state: 'gap' }]);
  });

  it('F-6: the seed in stages, a local override, and a duplicate that is refused', async () => {
    await insertOwners(db, ...anchors('GRP-GOVERNANCE', 'GOV-COUNCIL'));
    expect(await figures()).toMatchObject({ gap: 114, covered: 96 });
    await insertOwners(db, ...anchors('GRP-REGISTRY', 'GOV-KG-SYS'));
    expect(await figures()).toMatchObject({ gap: 30, covered: 180 });
    await insertOwners(
      db,
      ...anchors('GRP-AI', 'GOV-DOT'),
      ...anchors('GRP-BUSINESS', 'GOV-MOIT'),
      ...anchors('GRP-WORKFLOW', 'GOV-DOT'),
    );
    expect(await figures()).toMatchObject({
      gap: 0,
      covered: 210,
      own: 30,
      effective: 240,
      direct: 30,
      inherited: 210,
      conflict: 0,
    });

    await insertOwners(db, { object: 'collection:agents', scope: 'audit', owner: 'GOV-KG-SYS' });
    expect(await figures()).toMatchObject({ gap: 0, own: 31 });
    const detail = await db.read((session) => ownershipDetail(session, { type: 'collection', ref: 'agents' }));
    expect(detail.map(({ scope, owner, resolution, depth }) => [scope, owner, resolution, depth])).toEqual([
      ['approval', 'GOV-DOT', 'inherited', 1],
      ['audit', 'GOV-KG-SYS', 'direct', 0],
      ['execution', 'GOV-DOT', 'inherited', 1],
      ['health', 'GOV-DOT', 'inherited', 1],
      ['policy', 'GOV-DOT', 'inherited', 1],
      ['render', 'GOV-DOT', 'inherited', 1],
    ]);
    expect(detail.find(({ scope }) => scope === 'audit')?.why.map(({ owner, verdict }) => [owner, verdict])).toEqual([
      ['GOV-KG-SYS', 'wins'],
      ['GOV-DOT', 'overridden'],
    ]);

    const duplicate = await rejectionOf(
      insertOwners(db, { object: 'group:GRP-GOVERNANCE', scope: 'policy', owner: 'GOV-COUNCIL', anchor: true }),
    );
    expect(duplicate).toMatchObject({ code: '23505', constraint: 'uq_gov_obj_accountable' });
  });

  it('plan apply --clone-only: 30 anchors, gap 0, 240 effective owners, owners 102/90/30/18', async () => {
    const applied = await db.writeClone((session) => applyPlanOnClone(session, BY));
    expect(applied).toMatchObject({
      anchors: 30,
      coverage: { gap_cells: 0, covered_cells: 210, conflicts: 0, coverage_pct: 100, ownership_anchors: 30 },
    });
    expect(await figures()).toEqual({
      gap: 0,
      conflict: 0,
      own: 30,
      effective: 240,
      direct: 30,
      inherited: 210,
      covered: 210,
    });
    const owners = await db.read((session) =>
      coverageByOwner(session, { sort: '-accountable_cells', limit: 10, cursor: undefined }),
    );
    expect(
      owners.rows.map(({ owner, accountable_cells, direct, inherited }) => [
        owner,
        accountable_cells,
        direct,
        inherited,
      ]),
    ).toEqual([
      ['GOV-COUNCIL', 102, 6, 96],
      ['GOV-KG-SYS', 90, 6, 84],
      ['GOV-DOT', 30, 12, 18],
      ['GOV-MOIT', 18, 6, 12],
    ]);
    expect(
      await db.sql(
        `select distinct created_by, approval_ref, object_type, owner_kind, is_inherited_anchor, lifecycle_status from one_roof.governance_object_ownership`,
      ),
    ).toEqual([
      {
        created_by: applied.tag,
        approval_ref: 'CLONE-TEST-NO-RATIFICATION',
        object_type: 'group',
        owner_kind: 'accountable',
        is_inherited_anchor: true,
        lifecycle_status: 'active',
      },
    ]);

    const again = await rejectionOf(db.writeClone((session) => applyPlanOnClone(session, BY)));
    expect(again).toMatchObject({
      code: 'ONE_ROOF_PRECONDITION_FAILED',
      exitCode: 3,
      extensions: { expected: '0 owner rows', found: '30' },
    });
  });
});
