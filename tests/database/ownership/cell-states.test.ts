import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { ownershipDetail } from '../../../src/governance/ownership/ownership-detail.ts';
import { insertOwners } from '../../harness/ownership/ownership-rows.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';

describe('the state of a cell', () => {
  let db: TestDatabase;

  beforeEach(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
  });
  afterEach(() => db.drop());

  const stateOf = async (object: string, scope: string) =>
    (
      await db.sql(`select state from one_roof.v_object_cell where object_ref = $1 and scope = $2`, [object, scope])
    )[0]?.['state'];
  const verdicts = async (object: string, scope: string) => {
    const detail = await db.read((session) => ownershipDetail(session, { type: 'collection', ref: object }));
    return detail.find((row) => row.scope === scope)?.why.map(({ owner, verdict }) => `${owner} ${verdict}`);
  };
  const waive = (object: string, scope: string, expires: string) =>
    db.sql(
      `insert into one_roof.governance_owner_waiver (object_type, object_ref, scope, reason, approval_ref, expires_at, created_by)
       values ('collection', $1, $2, 'decided', 'CLONE-TEST-NO-RATIFICATION', now() + $3::interval, 'TEST_CLONE_ROWS')`,
      [object, scope, expires],
    );

  it('adds up to the number of required cells, whatever the states are', async () => {
    await insertOwners(
      db,
      { object: 'group:GRP-AI', scope: 'audit', owner: 'GOV-DOT', anchor: true },
      { object: 'collection:tasks', scope: 'audit', owner: 'GOV-MOIT' },
    );
    await waive('tasks', 'render', '1 day');
    await db.sqlAsSuperuser(`update directus_users set status = 'suspended' where email = 'templates@example.com'`);
    expect(await db.sql(`select state, count(*)::int from one_roof.v_object_cell group by 1 order by 1`)).toEqual([
      { state: 'gap', count: 207 },
      { state: 'owned_inherited', count: 1 },
      { state: 'owner_dead', count: 1 },
      { state: 'waived', count: 1 },
    ]);
    expect(
      await db.sql(
        `select (covered_cells + gap_cells + waived_cells + dead_cells + conflicts)::int as sum, total_cells::int from one_roof.v_coverage_summary`,
      ),
    ).toEqual([{ sum: 210, total_cells: 210 }]);
  });

  it('supporting, delegated and exception rows never resolve, never inherit, never cover a gap', async () => {
    for (const kind of ['supporting', 'exception'])
      await insertOwners(db, { object: 'group:GRP-AI', scope: 'policy', owner: 'GOV-DOT', kind, anchor: true });
    await insertOwners(db, {
      object: 'collection:agents',
      scope: 'policy',
      owner: 'GOV-DOT',
      kind: 'delegated',
      to: '2999-01-01',
    });
    expect(await stateOf('agents', 'policy')).toBe('gap');
    expect(await verdicts('agents', 'policy')).toEqual([
      'GOV-DOT not_accountable',
      'GOV-DOT not_accountable',
      'GOV-DOT not_accountable',
    ]);
  });

  it('a container row that is no anchor is not inherited', async () => {
    await insertOwners(db, { object: 'group:GRP-AI', scope: 'policy', owner: 'GOV-DOT' });
    expect(await stateOf('agents', 'policy')).toBe('gap');
    expect(await verdicts('agents', 'policy')).toEqual(['GOV-DOT not_inheritable']);
  });

  it('only rows in force count: ended, superseded and revoked ones do not', async () => {
    await insertOwners(
      db,
      { object: 'collection:agents', scope: 'policy', owner: 'GOV-DOT', from: '2020-01-01', to: '2021-01-01' },
      { object: 'collection:agents', scope: 'audit', owner: 'GOV-DOT', status: 'superseded' },
      { object: 'collection:agents', scope: 'health', owner: 'GOV-DOT', status: 'revoked' },
    );
    expect([
      await stateOf('agents', 'policy'),
      await stateOf('agents', 'audit'),
      await stateOf('agents', 'health'),
    ]).toEqual(['gap', 'gap', 'gap']);
    expect(await verdicts('agents', 'policy')).toEqual(['GOV-DOT no_longer_in_force']);
    expect(await verdicts('agents', 'audit')).toEqual(['GOV-DOT not_active']);
  });

  it('a row in force until later counts until then', async () => {
    await insertOwners(db, { object: 'collection:agents', scope: 'policy', owner: 'GOV-DOT', to: '2999-01-01' });
    expect(await stateOf('agents', 'policy')).toBe('owned_direct');
  });

  it('the nearest anchor wins, through groups inside groups', async () => {
    await db.sql(`
      insert into one_roof.governance_group (code, name, created_by) values ('GRP-ALL', 'all', 'test'), ('GRP-TOP', 'top', 'test');
      insert into one_roof.governance_containment values
        ('group', 'GRP-AI', 'group', 'GRP-ALL', now(), 'test'), ('group', 'GRP-ALL', 'group', 'GRP-TOP', now(), 'test')`);
    await insertOwners(db, { object: 'group:GRP-TOP', scope: 'policy', owner: 'GOV-COUNCIL', anchor: true });
    expect(await verdicts('agents', 'policy')).toEqual(['GOV-COUNCIL wins']);
    await insertOwners(db, { object: 'group:GRP-ALL', scope: 'policy', owner: 'GOV-KG-SYS', anchor: true });
    expect(await verdicts('agents', 'policy')).toEqual(['GOV-KG-SYS wins', 'GOV-COUNCIL overridden']);
    expect(
      await db.sql(
        `select depth, source_anchor_ref from one_roof.v_object_effective_owner where object_ref = 'agents'`,
      ),
    ).toEqual([{ depth: 2, source_anchor_ref: 'GRP-ALL' }]);
  });

  describe('with two parents', () => {
    beforeEach(() =>
      db.sql(
        `insert into one_roof.governance_containment values ('collection', 'agents', 'group', 'GRP-BUSINESS', now(), 'test')`,
      ),
    );

    it('two anchors at equal depth that name different owners are a conflict and no owner', async () => {
      await insertOwners(
        db,
        { object: 'group:GRP-AI', scope: 'policy', owner: 'GOV-DOT', anchor: true },
        { object: 'group:GRP-BUSINESS', scope: 'policy', owner: 'GOV-MOIT', anchor: true },
      );
      expect(await stateOf('agents', 'policy')).toBe('conflict');
      expect(await verdicts('agents', 'policy')).toEqual(['GOV-DOT conflicting', 'GOV-MOIT conflicting']);
      expect(await db.sql(`select * from one_roof.v_object_owner_conflict`)).toEqual([
        { object_type: 'collection', object_ref: 'agents', scope: 'policy', owners: ['GOV-DOT', 'GOV-MOIT'] },
      ]);
      expect(await db.sql(`select from one_roof.v_object_effective_owner where object_ref = 'agents'`)).toEqual([]);
      expect(
        await db.sql(`select from one_roof.v_object_owner_gap where object_ref = 'agents' and scope = 'policy'`),
      ).toEqual([]);
    });

    it('conflicts of objects that are alike are as many in the gate as in the list', async () => {
      await db.sql(
        `insert into one_roof.governance_containment values ('collection', 'tasks', 'group', 'GRP-AI', now(), 'test')`,
      );
      await insertOwners(
        db,
        { object: 'group:GRP-AI', scope: 'policy', owner: 'GOV-DOT', anchor: true },
        { object: 'group:GRP-BUSINESS', scope: 'policy', owner: 'GOV-MOIT', anchor: true },
      );
      expect(
        await db.sql(`
          select (select actual from one_roof.gate_conditions() where name = 'conflict') as gate,
            (select array_agg(object_ref order by object_ref) from one_roof.v_object_owner_conflict) as list`),
      ).toEqual([{ gate: '2', list: ['agents', 'tasks'] }]);
    });

    it('two anchors that name the same owner are one owner', async () => {
      await insertOwners(
        db,
        { object: 'group:GRP-AI', scope: 'policy', owner: 'GOV-DOT', anchor: true },
        { object: 'group:GRP-BUSINESS', scope: 'policy', owner: 'GOV-DOT', anchor: true },
      );
      expect(await stateOf('agents', 'policy')).toBe('owned_inherited');
      expect(await verdicts('agents', 'policy')).toEqual(['GOV-DOT wins', 'GOV-DOT same_owner']);
    });

    it('a direct row settles a conflict', async () => {
      await insertOwners(
        db,
        { object: 'group:GRP-AI', scope: 'policy', owner: 'GOV-DOT', anchor: true },
        { object: 'group:GRP-BUSINESS', scope: 'policy', owner: 'GOV-MOIT', anchor: true },
        { object: 'collection:agents', scope: 'policy', owner: 'GOV-COUNCIL' },
      );
      expect(await stateOf('agents', 'policy')).toBe('owned_direct');
    });
  });

  it('finds a conflict in adopted data, where the unique index was missing', async () => {
    await db.sql(`drop index one_roof.uq_gov_obj_accountable`);
    await insertOwners(
      db,
      { object: 'collection:agents', scope: 'policy', owner: 'GOV-DOT' },
      { object: 'collection:agents', scope: 'policy', owner: 'GOV-MOIT' },
    );
    expect(await stateOf('agents', 'policy')).toBe('conflict');
  });

  describe('of a dead owner', () => {
    beforeEach(() => insertOwners(db, { object: 'collection:agents', scope: 'policy', owner: 'GOV-DOT' }));

    it.each([
      ['retired', `update one_roof.governance_registry set status = 'retired' where code = 'GOV-DOT'`],
      [
        'whose only user was suspended',
        `update directus_users set status = 'suspended' where email = 'tools@example.com'`,
      ],
      [
        'whose role was deleted',
        `update directus_users set role = null where email = 'tools@example.com'; delete from directus_roles where name = 'Tool Governance'`,
      ],
    ])('%s: owner_dead, which is neither covered nor a gap', async (_title, statements) => {
      expect(await stateOf('agents', 'policy')).toBe('owned_direct');
      await db.sql(statements);
      expect(await stateOf('agents', 'policy')).toBe('owner_dead');
      expect(
        await db.sql(`select covered_cells::int, dead_cells::int, gap_cells::int from one_roof.v_coverage_summary`),
      ).toEqual([{ covered_cells: 0, dead_cells: 1, gap_cells: 209 }]);
    });

    it('a user of a role below the role keeps the owner alive', async () => {
      await db.sql(
        `insert into directus_roles (id, name, parent) select gen_random_uuid(), 'child', id from directus_roles where name = 'Tool Governance'`,
      );
      await db.sql(
        `update directus_users set role = (select id from directus_roles where name = 'child') where email = 'tools@example.com'`,
      );
      expect(await stateOf('agents', 'policy')).toBe('owned_direct');
      await db.sql(`update directus_roles set parent = null where name = 'child'`);
      expect(await stateOf('agents', 'policy')).toBe('owner_dead');
    });
  });

  it('a waiver counts until it expires, and not where somebody owns the cell', async () => {
    await waive('agents', 'policy', '1 day');
    expect(await stateOf('agents', 'policy')).toBe('waived');
    await insertOwners(db, { object: 'collection:agents', scope: 'policy', owner: 'GOV-DOT' });
    expect(await stateOf('agents', 'policy')).toBe('owned_direct');

    await waive('tasks', 'policy', '1 second');
    await expect.poll(() => stateOf('tasks', 'policy'), { timeout: 5000 }).toBe('gap');
  });

  it('a seventh scope is a row: the gap grows by one cell per object', async () => {
    await db.sql(
      `insert into one_roof.governance_responsibility_scope (code, description, created_by) values ('privacy', 'Protects people', 'test')`,
    );
    expect(await db.sql(`select total_cells::int, gap_cells::int from one_roof.v_coverage_summary`)).toEqual([
      { total_cells: 245, gap_cells: 245 },
    ]);
    await db.sql(`update one_roof.governance_responsibility_scope set status = 'retired' where code = 'privacy'`);
    expect(await db.sql(`select total_cells::int from one_roof.v_coverage_summary`)).toEqual([{ total_cells: 210 }]);
  });

  it('tells since when a cell is a gap: since it is required, or since its last owner ended', async () => {
    await insertOwners(db, { object: 'group:GRP-AI', scope: 'policy', owner: 'GOV-DOT', anchor: true });
    const [before] = await db.sql(`select now() as now`);
    await db.sql(
      `update one_roof.governance_object_ownership set effective_to = now() + interval '1 year'; update one_roof.governance_object_ownership set lifecycle_status = 'revoked'`,
    );
    const [gap] = await db.sql(
      `select unowned_since > $1 and unowned_since <= now() as later from one_roof.v_object_owner_gap where object_ref = 'agents' and scope = 'policy'`,
      [before?.['now']],
    );
    expect(gap).toEqual({ later: true });
    expect(
      await rejectionOf(db.sql(`update one_roof.governance_object_ownership set lifecycle_status = 'active'`)),
    ).toMatchObject({
      code: 'OR003',
    });
    expect(
      await db.sql(
        `select unowned_since = (select required_since from one_roof.collection_registry where collection_name = 'agents') as same from one_roof.v_object_owner_gap where object_ref = 'agents' and scope = 'audit'`,
      ),
    ).toEqual([{ same: true }]);
  });
});
