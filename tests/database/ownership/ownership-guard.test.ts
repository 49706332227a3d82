import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import { insertOwners } from '../../harness/ownership/ownership-rows.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';

const AGENT = { object: 'collection:agents', scope: 'audit', owner: 'GOV-DOT' };
const WAIVER = `
  insert into one_roof.governance_owner_waiver (object_type, object_ref, scope, reason, approval_ref, expires_at, created_by)
  values ('collection', 'agents', 'audit', 'r', 'CLONE-TEST-NO-RATIFICATION', now() + interval '1 day', 'TEST_CLONE_X')`;

describe('outside a proven clone', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
  });
  afterAll(() => db.drop());

  it.each(['undeclared', 'production'])('no owner row and no waiver can be written (%s)', async (kind) => {
    if (kind === 'production') await db.declare('production');
    expect(await rejectionOf(insertOwners(db, AGENT))).toMatchObject({
      code: 'OR001',
      message: expect.stringContaining('no release is in progress') as string,
    });
    expect(await rejectionOf(db.sql(WAIVER))).toMatchObject({ code: 'OR001' });
    // Nor with the trick that skips ordinary triggers, which only a superuser can do.
    expect(await rejectionOf(db.sqlAsSuperuser(`set session_replication_role = replica; ${WAIVER}`))).toMatchObject({
      code: 'OR001',
    });
    expect(await db.sql(`select count(*)::int from one_roof.governance_object_ownership`)).toEqual([{ count: 0 }]);
  });

  it('COPY and a writable view are no way around it', async () => {
    await db.sql(`create view public.back_door as select * from one_roof.governance_owner_waiver`);
    expect(
      await rejectionOf(db.sql(WAIVER.replace('one_roof.governance_owner_waiver', 'public.back_door'))),
    ).toMatchObject({
      code: 'OR001',
    });
  });
});

describe('on a proven clone', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
    await insertOwners(db, AGENT);
  });
  afterEach(() => db.drop());

  it.each([
    ['another tag', `'CLONE-TEST-NO-RATIFICATION'`, `'PROD_OWNERSHIP_SEED_1'`],
    ['another approval', `'APR-BOOT-AUTHMODEL-1'`, `'TEST_CLONE_ROWS'`],
    ['no approval', 'null', `'TEST_CLONE_ROWS'`],
  ])('a row says that it is a clone row: refused with %s', async (_title, approval, tag) => {
    const statement = `
      insert into one_roof.governance_object_ownership (object_type, object_ref, scope, owner_kind, owner_gov_code, approval_ref, created_by)
      values ('collection', 'tasks', 'audit', 'accountable', 'GOV-DOT', ${approval}, ${tag})`;
    expect(await rejectionOf(db.sql(statement))).toMatchObject({ code: 'OR001' });
  });

  it('a future owner is not a second active row', async () => {
    expect(
      await rejectionOf(insertOwners(db, { ...AGENT, object: 'collection:tasks', from: '2999-01-01' })),
    ).toMatchObject({
      code: 'OR001',
      hint: expect.stringContaining('scheduled change') as string,
    });
  });

  it.each([
    "owner_gov_code = 'GOV-COUNCIL'",
    "scope = 'policy'",
    "object_ref = 'tasks'",
    'is_inherited_anchor = true',
    "created_by = 'TEST_CLONE_Y'",
    "effective_from = now() - interval '1 day'",
  ])('a row is not changed in what it says: %s', async (change) => {
    expect(await rejectionOf(db.sql(`update one_roof.governance_object_ownership set ${change}`))).toMatchObject({
      code: 'OR003',
    });
  });

  it('a row is changed in how it ends', async () => {
    await db.sql(
      `update one_roof.governance_object_ownership set lifecycle_status = 'revoked', effective_to = now() + interval '1 second'`,
    );
    expect(await db.sql(`select lifecycle_status from one_roof.governance_object_ownership`)).toEqual([
      { lifecycle_status: 'revoked' },
    ]);
  });

  it('a row is deleted only by the rollback that names its tag', async () => {
    const remove = `delete from one_roof.governance_object_ownership`;
    expect(await rejectionOf(db.sql(remove))).toMatchObject({ code: 'OR003' });
    expect(await rejectionOf(db.sql(`set one_roof.rollback_tag = 'TEST_CLONE_OTHER'; ${remove}`))).toMatchObject({
      code: 'OR003',
    });
    expect(await rejectionOf(db.sql(`truncate one_roof.governance_object_ownership`))).toMatchObject({ code: 'OR003' });
    await db.sql(`set one_roof.rollback_tag = 'TEST_CLONE_ROWS'; ${remove}`);
    expect(await db.sql(`select from one_roof.governance_object_ownership`)).toEqual([]);
  });
});

describe('tables whose capability is not there yet', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
  });
  afterAll(() => db.drop());

  it("refuse every write, also a superuser's and also on a clone", async () => {
    const tables = await db.sql(
      `select relation from one_roof.v_governance_guard where trigger_name = 'trg_capability_absent' order by 1`,
    );
    expect(tables.length).toBeGreaterThanOrEqual(6);
    for (const { relation } of tables) {
      for (const statement of [
        `insert into one_roof.${String(relation)} default values`,
        `update one_roof.${String(relation)} set created_by = ''`,
        `delete from one_roof.${String(relation)}`,
        `truncate one_roof.${String(relation)} cascade`,
      ]) {
        expect(await rejectionOf(db.sql(statement)), statement).toMatchObject({ code: 'OR002' });
        expect(
          await rejectionOf(db.sqlAsSuperuser(`set session_replication_role = replica; ${statement}`)),
          statement,
        ).toMatchObject({
          code: 'OR002',
        });
      }
    }
  });

  it('the list of guards is the list of guards: no trigger of ours is missing from it', async () => {
    expect(
      await db.sql(`
        select c.relname as relation, t.tgname as trigger from pg_trigger t join pg_class c on c.oid = t.tgrelid
        where c.relnamespace = 'one_roof'::regnamespace and not t.tgisinternal
        except select relation, trigger_name from one_roof.v_governance_guard`),
    ).toEqual([]);
    expect(await db.sql(`select relation from one_roof.v_governance_guard where state <> 'armed'`)).toEqual([]);
  });

  it('a table without a guard is one of those that need none', async () => {
    expect(
      (
        await db.sql(`
          select c.relname from pg_class c where c.relnamespace = 'one_roof'::regnamespace and c.relkind = 'r'
            and not exists (
              select from one_roof.v_governance_guard g
              where g.relation = c.relname and g.trigger_name not in ('trg_watermark', 'trg_required_since')
            )
          order by 1`)
      ).map(({ relname }) => relname),
    ).toEqual([
      'gov_runtime_lease',
      'governance_proposed_change_cell',
      'governance_watermark',
      'governed_structure',
      'schema_migration',
      'schema_migration_lock',
    ]);
  });

  it('the gate names a guard that was disabled', async () => {
    await db.sql(`alter table one_roof.event_pending disable trigger trg_capability_absent`);
    const gate = await db.read(evaluateGate);
    expect(gate.blockers).toContain('guard_disabled');
    expect(gate.conditions.find(({ name }) => name === 'guards')?.actual).toBe(
      'event_pending.trg_capability_absent disabled',
    );
  });
});
