import { afterEach, beforeEach, expect, it } from 'vitest';
import { insertOwners } from '../../harness/ownership/ownership-rows.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { figuresOf } from '../../harness/ownership/figures.ts';

describeOnEachPostgres('owner rows on the reference case', (server) => {
  let db: TestDatabase;

  beforeEach(async () => {
    db = await (await TestDatabase.create(server, 'one_roof_reference')).declare('clone');
  });
  afterEach(() => db.drop());

  const figures = () => figuresOf(db);

  it.each([
    [
      'N0: a second active accountable owner',
      { object: 'collection:agents', scope: 'audit', owner: 'GOV-KG-SYS' },
      '23505',
      'uq_gov_obj_accountable',
    ],
    [
      'N1: an owner that does not exist',
      { object: 'collection:tasks', scope: 'audit', owner: 'GOV-NOPE' },
      '23503',
      'governance_object_ownership_owner_gov_code_fkey',
    ],
    [
      'N2: a scope that does not exist',
      { object: 'collection:tasks', scope: 'not_a_scope', owner: 'GOV-DOT' },
      '23503',
      'governance_object_ownership_scope_fkey',
    ],
    [
      'N3: an owner kind that does not exist',
      { object: 'collection:tasks', scope: 'audit', owner: 'GOV-DOT', kind: 'overlord' },
      '23514',
      'governance_object_ownership_owner_kind_check',
    ],
    [
      'N4: a delegation without an end',
      { object: 'collection:tasks', scope: 'audit', owner: 'GOV-DOT', kind: 'delegated' },
      '23514',
      'chk_delegated_ttl',
    ],
    [
      'N5: a lifecycle status that does not exist',
      { object: 'collection:tasks', scope: 'audit', owner: 'GOV-DOT', status: 'pending' },
      '23514',
      'governance_object_ownership_lifecycle_status_check',
    ],
  ])('%s is refused and leaves the table as it was', async (_title, row, code, constraint) => {
    await insertOwners(db, { object: 'collection:agents', scope: 'audit', owner: 'GOV-COUNCIL' });
    expect(await rejectionOf(insertOwners(db, row))).toMatchObject({ code, constraint });
    expect((await figures())?.['own']).toBe(1);
  });

  it('has the 20 columns of the ownership table and the 9 of the effective-owner view', async () => {
    const columns = async (relation: string) =>
      (
        await db.sql(
          `select column_name from information_schema.columns where table_schema = 'one_roof' and table_name = $1 order by ordinal_position`,
          [relation],
        )
      ).map((row) => row['column_name']);
    expect(await columns('governance_object_ownership')).toEqual([
      'id',
      'object_type',
      'object_ref',
      'scope',
      'owner_kind',
      'owner_gov_code',
      'is_inherited_anchor',
      'effective_from',
      'effective_to',
      'lifecycle_status',
      'approval_ref',
      'audit_ref',
      'rollback_ref',
      'source_law_ref',
      'source_design_ref',
      'supersedes_id',
      'created_at',
      'created_by',
      'updated_at',
      'updated_by',
    ]);
    expect(await columns('v_object_effective_owner')).toEqual([
      'object_type',
      'object_ref',
      'scope',
      'owner_gov_code',
      'owner_kind',
      'source_anchor_type',
      'source_anchor_ref',
      'resolution',
      'depth',
    ]);
    expect(
      await db.sql(
        `select table_name, column_name from information_schema.columns where table_schema = 'one_roof' and column_name in ('is_governed', 'checked', 'is_checked', 'governed', 'checked_forever')`,
      ),
    ).toEqual([]);
  });
});
