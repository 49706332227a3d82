import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  cloneWrite,
  productionRead,
  productionWhatIf,
  productionWrite,
} from '../../../src/database/sessions/classes.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { withClient } from '../../harness/with-client.ts';

describe('the classes of connection', () => {
  let production: TestDatabase;
  let clone: TestDatabase;
  let undeclared: TestDatabase;
  beforeAll(async () => {
    production = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('production');
    clone = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
    undeclared = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
  });
  afterAll(() => Promise.all([production.drop(), clone.drop(), undeclared.drop()]));

  const change = `update governance_group set name = name`;
  const read = (db: TestDatabase, statement: string, asReader = false) =>
    productionRead(db.sessions, { allowedDatabases: [db.name], asReader, rowLimit: 501 }, (session) =>
      session.query(statement),
    );

  it('production-read reads', async () => {
    expect((await read(production, 'select count(*)::int as objects from v_governance_object_inventory')).rows).toEqual(
      [{ objects: 35 }],
    );
  });

  it.each([[change], ['create table one_roof.x ()'], [`insert into governance_watermark (relation) values ('x')`]])(
    'production-read refuses to write: %s',
    async (statement) => {
      expect(await rejectionOf(read(production, statement))).toMatchObject({ code: '25006' }); // read_only_sql_transaction
    },
  );

  it('production-read as one_roof_reader has no right to write even if the transaction were writable', async () => {
    const rows = await production
      .sql(
        `begin; set local role one_roof_reader; select has_table_privilege('one_roof.governance_group', 'update') as may; commit`,
      )
      .catch(() => null);
    expect(rows).not.toBeNull();
    expect(
      (
        await read(
          production,
          `select current_user::text as who, has_table_privilege('governance_group', 'update') as may`,
          true,
        )
      ).rows,
    ).toEqual([{ who: 'one_roof_reader', may: false }]);
  });

  it('reads times, spans and bytes as they are, whatever the server, the database or the role writes them like', async () => {
    const foreign = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('production');
    try {
      for (const setting of [
        `datestyle to 'German'`,
        `intervalstyle to 'sql_standard'`,
        `bytea_output to 'escape'`,
        `timezone to 'Asia/Kathmandu'`,
      ])
        await foreign.sqlAsSuperuser(`alter database ${foreign.name} set ${setting}`);
      const values = `select '2026-11-28T01:46:55Z'::timestamptz as "at", '\\xff00'::bytea as bytes, '1 day 02:00'::interval::text as span`;
      const same = [{ at: new Date('2026-11-28T01:46:55Z'), bytes: Buffer.from([255, 0]), span: '1 day 02:00:00' }];
      expect((await read(foreign, values)).rows).toEqual(same);
      expect((await productionWrite(foreign.sessions, (session) => session.query(values))).rows).toEqual(same);
    } finally {
      await foreign.drop();
    }
  });

  it('what-if reads, keeps nothing that is written, and writes nothing as one_roof_reader', async () => {
    const ask = (statement: string, asReader: boolean) =>
      productionWhatIf(
        production.sessions,
        { allowedDatabases: [production.name], asReader, rowLimit: 501 },
        (session) => session.query(statement),
      );
    const renamed = `with because as (select set_config('one_roof.reason', 'a test', true))
      update governance_group set name = 'x' from because returning name`;
    expect((await ask(renamed, false)).rows).toHaveLength(5);
    expect(await production.sql(`select from one_roof.governance_group where name = 'x'`)).toEqual([]);
    expect(await rejectionOf(ask(change, true))).toMatchObject({ code: '42501' });
    const settings = await ask(
      `select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock, current_setting('transaction_isolation') as isolation`,
      true,
    );
    expect(settings.rows).toEqual([{ statement: '5s', lock: '1s', isolation: 'repeatable read' }]);
  });

  it('what-if asks again where somebody else was quicker, and gives up after a while', async () => {
    let asked = 0;
    const ask = (times: number) =>
      productionWhatIf(
        production.sessions,
        { allowedDatabases: [production.name], asReader: false, rowLimit: 501 },
        async (session) => {
          await session.query('select from governance_group');
          if (asked++ < times)
            await production.sql(`update one_roof.governance_group set name = name where code = 'GRP-AI'`);
          return session.query(`update governance_group set name = name where code = 'GRP-AI'`);
        },
      );
    expect(await ask(2)).toMatchObject({ rowCount: 1 });
    expect(asked).toBe(3);
    expect(await rejectionOf(ask(99))).toMatchObject({ code: '40001' });
    expect(asked).toBe(6);
  });

  it('production-read and what-if refuse every database that is not on their list, clones included', async () => {
    const elsewhere = (db: TestDatabase, by: typeof productionRead) =>
      by(db.sessions, { allowedDatabases: ['directus'], asReader: false, rowLimit: 501 }, (session) =>
        session.query('select 1'),
      );
    for (const [db, by] of [production, clone, undeclared].flatMap(
      (one) =>
        [
          [one, productionRead],
          [one, productionWhatIf],
        ] as const,
    )) {
      expect(await rejectionOf(elsewhere(db, by))).toMatchObject({
        kind: 'database_not_allowed',
        expected: 'one of: directus',
        found: db.name,
      });
    }
  });

  it('production-read ends a statement after 5 s and returns at most as many rows as it may', async () => {
    const settings = await read(
      production,
      `select current_setting('statement_timeout') as timeout, current_setting('transaction_isolation') as isolation`,
    );
    expect(settings.rows).toEqual([{ timeout: '5s', isolation: 'repeatable read' }]);
    expect((await read(production, 'select generate_series(1, 501)')).rows).toHaveLength(501);
    expect(await rejectionOf(read(production, 'select generate_series(1, 502)'))).toMatchObject({ kind: 'row_limit' });
  });

  it('production-write writes to production and to what was never declared', async () => {
    for (const db of [production, undeclared]) {
      await expect(productionWrite(db.sessions, (session) => session.query(change))).resolves.toMatchObject({
        rowCount: 5,
      });
    }
  });

  it('production-write refuses a clone', async () => {
    expect(await rejectionOf(productionWrite(clone.sessions, (session) => session.query(change)))).toMatchObject({
      kind: 'is_a_clone',
    });
  });

  it('clone-write writes to a proven clone', async () => {
    await expect(cloneWrite(clone.sessions, (session) => session.query(change))).resolves.toMatchObject({
      rowCount: 5,
    });
  });

  it('clone-write refuses production and what was never declared', async () => {
    for (const db of [production, undeclared]) {
      expect(await rejectionOf(cloneWrite(db.sessions, (session) => session.query(change)))).toMatchObject({
        kind: 'not_a_clone',
      });
    }
  });

  it('a write that fails leaves nothing and tells its own error', async () => {
    const failing = productionWrite(production.sessions, async (session) => {
      await session.query(`update governance_watermark set created_by = 'changed'`);
      await session.query('select 1/0');
    });
    expect(await rejectionOf(failing)).toMatchObject({ code: '22012' });
    expect(await production.sql(`select from one_roof.governance_watermark where created_by = 'changed'`)).toEqual([]);
  });

  it('a transaction that cannot be opened leaves its session as it was', async () => {
    const outsider = `outsider_${production.name}`;
    await production.sqlAsSuperuser(`create role ${outsider} login password 'outside'`);
    const url = production.url.replace(/\/\/[^@]+@/, `//${outsider}:outside@`);
    await withClient(url, async (client) => {
      const policy = { allowedDatabases: [production.name], asReader: true, rowLimit: 501 };
      const reading = productionRead({ use: (work) => work(client) }, policy, () => Promise.resolve());
      expect(await rejectionOf(reading)).toMatchObject({ code: '42501' }); // it may not be one_roof_reader
      expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    });
    await production.sqlAsSuperuser(`drop role ${outsider}`);
  });
});
