import { afterEach, describe, expect, inject, it } from 'vitest';
import { currentEnvironment, declareEnvironment } from '../../../src/governance/environment/declare-environment.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { withClient } from '../../harness/with-client.ts';

const BY = { actor: 'operator:test', actorKind: 'operator', reason: 'test' } as const;

describe('the declaration of an environment', () => {
  const open: TestDatabase[] = [];
  const create = async (name?: string) => {
    const db = await TestDatabase.create(inject('postgres15'), 'one_roof_reference', name);
    open.push(db);
    return db;
  };
  afterEach(() => Promise.all(open.splice(0).map((db) => db.drop())));

  it('a copy of a declared database is undeclared: it has its own oid', async () => {
    const db = await create();
    expect(await db.sql(`select kind from one_roof.governance_environment`)).toEqual([{ kind: 'production' }]);
    expect(await db.read(currentEnvironment)).toMatchObject({
      kind: 'undeclared',
      production_dbname: 'one_roof_reference',
      declared_dbname: null,
    });
  });

  it('is made once, is recorded in the ledger, raises the epoch, and cannot be changed', async () => {
    const db = await (await create()).declare('production');
    expect(await db.read(currentEnvironment)).toMatchObject({ kind: 'production', epoch: 2 });
    expect(
      await db.sql(
        `select action, operation, relation, reason, actor_kind from one_roof.v_governance_ledger order by seq desc limit 1`,
      ),
    ).toEqual([
      {
        action: 'environment.declare',
        operation: 'insert',
        relation: 'governance_environment',
        reason: 'test',
        actor_kind: 'operator',
      },
    ]);
    expect(await rejectionOf(db.declare('clone'))).toMatchObject({ code: 'ONE_ROOF_PRECONDITION_FAILED' });
    for (const statement of [
      `update one_roof.governance_environment set kind = 'clone'`,
      `delete from one_roof.governance_environment`,
      `truncate one_roof.governance_environment`,
    ]) {
      expect(await rejectionOf(db.sql(statement))).toMatchObject({ code: 'OR003' });
    }
  });

  it('a renamed production database is no clone, whatever its name', async () => {
    const db = await (await create(`directus_production_${process.pid}`)).declare('production');
    const renamed = `directus_gov_test_renamed_${process.pid}`;
    await db.untilNobodyIsConnected();
    await withClient(inject('postgres15').superuserUrl, (client) =>
      client.query(`alter database "${db.name}" rename to "${renamed}"`),
    );
    const url = db.url.replace(db.name, renamed);
    await withClient(url, async (client) => {
      const { rows } = await client.query(
        `select kind, declared_dbname, one_roof.is_proven_clone() as clone from one_roof.v_current_environment`,
      );
      expect(rows).toEqual([{ kind: 'production', declared_dbname: db.name, clone: false }]);
      await expect(client.query(CLONE_ROW)).rejects.toMatchObject({ code: '23505' });
      await client.query('set search_path = one_roof');
      const { rows: gate } = await client.query(`select blocker from gate_conditions() where name = 'database'`);
      expect(gate).toEqual([{ blocker: `db<>${db.name}` }]);
    });
    await withClient(inject('postgres15').superuserUrl, (client) => client.query(`drop database "${renamed}"`));
  });

  // The same as the command writes, without its checks: the database itself has to say no.
  const CLONE_ROW = `
    insert into one_roof.governance_environment (system_identifier, db_oid, dbname, kind, clone_pattern, epoch, created_by)
    select system_identifier, db_oid, dbname, 'clone', '^directus_gov_test_[0-9a-z_]+$', 9, 'test' from one_roof.v_current_environment`;

  it('a clone needs the name of one', async () => {
    const db = await create(`directus_${process.pid}_live`);
    expect(await rejectionOf(db.declare('clone'))).toMatchObject({
      code: 'ONE_ROOF_PRECONDITION_FAILED',
      extensions: { found: db.name },
    });
    expect(await rejectionOf(db.sql(CLONE_ROW))).toMatchObject({
      code: '23514',
      constraint: 'governance_environment_clone_pattern_check',
    });
    // `_` is a wildcard of LIKE, not of a regular expression.
    const trick = await create(`directusXgovXtest_${process.pid}`);
    expect(await rejectionOf(trick.sql(CLONE_ROW))).toMatchObject({ code: '23514' });
  });

  it('a clone pattern that is not anchored is refused', async () => {
    const db = await create();
    const loose = db.writeProduction((session) =>
      declareEnvironment(session, 'clone', { ...BY, clonePattern: 'directus' }),
    );
    expect(await rejectionOf(loose)).toMatchObject({ message: 'The clone pattern is not anchored' });
    expect(
      await rejectionOf(db.sql(CLONE_ROW.replace('^directus_gov_test_[0-9a-z_]+$', 'directus_gov_test_'))),
    ).toMatchObject({
      code: '23514',
    });
  });

  it('a clone pattern holds for the whole name: alternatives do not loosen it', async () => {
    const db = await create(`mydirectus_live_${process.pid}`);
    const declared = (clonePattern: string) =>
      rejectionOf(db.writeProduction((session) => declareEnvironment(session, 'clone', { ...BY, clonePattern })));
    const inserted = (pattern: string) =>
      rejectionOf(db.sql(CLONE_ROW.replace('^directus_gov_test_[0-9a-z_]+$', pattern)));
    expect(await declared('^nothing|mydirectus|x$')).toMatchObject({
      message: `Database ${db.name} does not have the name of a clone`,
    });
    expect(await inserted('^nothing|mydirectus|x$')).toMatchObject({ code: '23514' });
    expect(await declared('^x)|mydirectus|(?:x$')).toMatchObject({ message: 'The clone pattern is not anchored' });
    expect(await inserted('^x)|mydirectus|(?:x$')).toMatchObject({ code: '2201B' });
    expect(await inserted(`^${db.name}`)).toMatchObject({ code: '23514' });
    expect(await inserted('$')).toMatchObject({ code: '23514' });
  });

  it('a database that somebody else is connected to cannot be declared a clone', async () => {
    const db = await create();
    const declare = () => db.writeProduction((session) => declareEnvironment(session, 'clone', BY));
    await withClient(db.url, async () => {
      expect(await rejectionOf(declare())).toMatchObject({
        code: 'OR005',
        message: expect.stringContaining('1 other session') as string,
      });
    });
    // Somebody else's session, of which this role may not see what it is.
    await withClient(db.superuserUrl, async () => {
      expect(await rejectionOf(declare())).toMatchObject({ code: 'OR005' });
    });
    await db.declare('clone');
  });

  it.each([
    ['another database', `'elsewhere', db_oid, system_identifier`],
    ['another oid', `dbname, 1::oid, system_identifier`],
    ['another cluster', `dbname, db_oid, 7`],
  ])('speaks only for the database it is made in, not for %s', async (_title, place) => {
    const db = await create();
    const forged = `
      insert into one_roof.governance_environment (dbname, db_oid, system_identifier, kind, epoch, created_by)
      select ${place}, 'production', 9, 'test' from one_roof.v_current_environment`;
    expect(await rejectionOf(db.sql(forged))).toMatchObject({ code: 'OR005' });
  });

  it('makes up its own id: what was signed for another database counts nowhere else', async () => {
    const db = await create();
    const chosen = '0b1d6b7e-0000-4000-8000-000000000001';
    await db.sql(`
      insert into one_roof.governance_environment (dbname, db_oid, system_identifier, kind, epoch, created_by, environment_id)
      select dbname, db_oid, system_identifier, 'production', 9, 'test', '${chosen}' from one_roof.v_current_environment`);
    const [row] = await db.sql('select one_roof.environment_name() as name');
    expect(row?.['name']).toMatch(/^[0-9a-f-]{36}\//);
    expect(row?.['name']).not.toContain(chosen);
  });

  it('a dump of a clone proves nothing in another database', async () => {
    const clone = await (await create()).declare('clone');
    const [row] = await clone.sql(`select * from one_roof.governance_environment where kind = 'clone'`);
    const other = await create();
    // What a restore does: the row comes in as it was, past the trigger.
    await other.sqlAsSuperuser(`
      alter table one_roof.governance_environment disable trigger all;
      insert into one_roof.governance_environment (system_identifier, db_oid, dbname, kind, clone_pattern, epoch, created_by)
      values (${String(row?.['system_identifier'])}, ${String(row?.['db_oid'])}, '${clone.name}', 'clone', '^directus_gov_test_[0-9a-z_]+$', 9, 'restore')`);
    expect(await other.sql(`select one_roof.is_proven_clone() as clone`)).toEqual([{ clone: false }]);
  });
});
