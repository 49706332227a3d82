import knexModule from 'knex';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { inspectDatabase } from '../../../src/database/install/inspect-installation.ts';
import { migrate, requireCurrentSchema } from '../../../src/database/install/migrate.ts';
import { migrations } from '../../../src/database/migrations.ts';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import { coverageSummary } from '../../../src/governance/ownership/coverage-summary.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { withClient } from '../../harness/with-client.ts';

describeOnEachPostgres('migrate', (server) => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await TestDatabase.create(server, 'directus_reference');
  });
  afterEach(() => db.drop());

  it('installs everything, once', async () => {
    const names = migrations.map(({ name }) => name);
    expect(await migrate(db.knex)).toEqual({
      mode: 'simple',
      version: names.at(-1),
      applied: names,
      directusSchema: 'public',
    });
    expect(await migrate(db.knex)).toMatchObject({ applied: [] });
    expect(await db.sql(`select name from one_roof.schema_migration order by id`)).toEqual(
      names.map((name) => ({ name })),
    );
  });

  it('is done by one of many that start at once, and every one ends migrated', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => migrate(db.knex)));
    expect(outcomes.filter(({ applied }) => applied.length > 0)).toHaveLength(1);
    expect(await db.sql(`select count(*)::int from one_roof.schema_migration`)).toEqual([{ count: migrations.length }]);
  });

  it('asserts nothing: no owner, no active event type, coverage n/a, gate BLOCKED no_plan, nothing in public', async () => {
    const before = await db.sql(`select relname from pg_class where relnamespace = 'public'::regnamespace order by 1`);
    await migrate(db.knex);
    expect(await db.read(coverageSummary)).toMatchObject({ total_cells: 0, coverage_pct: null, ownership_anchors: 0 });
    expect(await db.sql(`select event_type, active from one_roof.event_type_registry order by 1`)).toEqual([
      { event_type: 'backfill.sweep_completed', active: false },
      { event_type: 'candidate.scan_completed', active: false },
      { event_type: 'coverage.scan_completed', active: false },
      { event_type: 'handoff.object_born', active: false },
      { event_type: 'input.untrusted_source', active: false },
    ]);
    expect(await db.read(evaluateGate)).toMatchObject({ verdict: 'BLOCKED', blockers: ['no_plan'] });
    expect(await db.sql(`select relname from pg_class where relnamespace = 'public'::regnamespace order by 1`)).toEqual(
      before,
    );
  });

  it('leaves the search path of the pool as it was', async () => {
    const knex = knexModule({
      client: 'pg',
      connection: db.url,
      searchPath: ['public', 'elsewhere'],
      pool: { min: 1, max: 1 },
    });
    try {
      await migrate(knex);
      const { rows } = await knex.raw<{ rows: unknown[] }>('show search_path');
      expect(rows).toEqual([{ search_path: 'public, elsewhere' }]);
    } finally {
      await knex.destroy();
    }
  });

  it('leaves nothing behind when its backend is killed half-way, and the next one succeeds', async () => {
    // An event trigger holds the migration after a table in the middle of it has been created.
    await db.sqlAsSuperuser(`
      create function public.hold() returns event_trigger language plpgsql as $$
      begin
        if to_regclass('one_roof.candidate_scan_run') is not null then perform pg_sleep(60); end if;
      end $$;
      create event trigger hold on ddl_command_end execute function public.hold()`);
    const killed = migrate(db.knex).then(
      () => 'migrated',
      () => 'failed',
    );
    await expect
      .poll(
        () =>
          db.sqlAsSuperuser(
            `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`,
          ),
        { timeout: 15_000 },
      )
      .toHaveLength(1);
    expect(await killed).toBe('failed');
    expect(await db.sql(`select from pg_namespace where nspname = 'one_roof'`)).toEqual([]);

    await db.sqlAsSuperuser(`drop event trigger hold; drop function public.hold()`);
    expect((await migrate(db.knex)).applied).toHaveLength(migrations.length);
  });

  it('names what is ours to PUBLIC: nothing', async () => {
    await migrate(db.knex);
    await db.sqlAsSuperuser(`drop role if exists stranger; create role stranger`);
    const granted = await db.sqlAsSuperuser(`
      select 'schema' as what where has_schema_privilege('stranger', 'one_roof', 'usage')
      union all
      select c.relname from pg_class c where c.relnamespace = 'one_roof'::regnamespace and c.relkind in ('r', 'v') and has_table_privilege('stranger', c.oid, 'select')
      union all
      select p.proname from pg_proc p where p.pronamespace = 'one_roof'::regnamespace and has_function_privilege('stranger', p.oid, 'execute')`);
    expect(granted).toEqual([]);
    expect(
      await db.sql(
        `select p.proname from pg_proc p where p.pronamespace = 'one_roof'::regnamespace and p.prosecdef and not exists (select from unnest(p.proconfig) c where c like 'search_path=%')`,
      ),
    ).toEqual([]);
  });

  it('lets one_roof_reader read every view and table, and write nothing', async () => {
    await migrate(db.knex);
    await withClient(db.url, async (client) => {
      await client.query('set role one_roof_reader; set search_path = one_roof');
      const { rows } = await client.query<{ relname: string }>(
        `select relname from pg_class where relnamespace = 'one_roof'::regnamespace and relkind in ('r', 'v') order by 1`,
      );
      expect(rows.length).toBeGreaterThan(40);
      for (const { relname } of rows) await client.query(`select * from ${relname} limit 1`);
      await client.query('select * from gate_conditions()');
      await client.query('select coverage_watermark()');
      const { rows: tables } = await client.query<{ relname: string }>(
        `select relname from pg_class where relnamespace = 'one_roof'::regnamespace and relkind = 'r'`,
      );
      for (const { relname } of tables)
        await expect(client.query(`delete from ${relname}`)).rejects.toMatchObject({ code: '42501' });
      await expect(client.query('select * from discover_collections()')).rejects.toMatchObject({ code: '42501' });
    });
  });
});

describe('migrate refuses', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await TestDatabase.create(inject('postgres15'), 'directus_reference');
  });
  afterEach(() => db.drop());

  const untouched = async () =>
    expect(
      await db.sqlAsSuperuser(
        `select from pg_class where relname = 'governance_registry' and relnamespace = to_regnamespace('one_roof')`,
      ),
    ).toEqual([]);

  it('a schema that somebody else created', async () => {
    await db.sqlAsSuperuser(`
      drop role if exists mallory; create role mallory;
      create schema one_roof authorization mallory; grant usage on schema one_roof to directus;
      create table one_roof.governance_ledger (seq int)`);
    expect(await rejectionOf(migrate(db.knex))).toMatchObject({
      kind: 'foreign_schema',
      found: 'a schema that belongs to role mallory',
    });
    await untouched();
  });

  it('a schema of our name and owner that is not ours', async () => {
    await db.sql(`create schema one_roof; create table one_roof.governance_ledger (seq int)`);
    expect(await rejectionOf(migrate(db.knex))).toMatchObject({
      kind: 'foreign_schema',
      found: 'a schema without our table schema_migration',
    });
    await untouched();
  });

  it('a schema of ours into which somebody else put a table', async () => {
    await migrate(db.knex);
    await db.sqlAsSuperuser(`create table one_roof.planted ()`);
    expect(await rejectionOf(migrate(db.knex))).toMatchObject({
      kind: 'foreign_schema',
      found: expect.stringContaining('planted') as string,
    });
  });

  it('a schema that a newer version migrated', async () => {
    await migrate(db.knex);
    await db.sql(`insert into one_roof.schema_migration (name, batch, migration_time) values ('9999_later', 2, now())`);
    expect(await rejectionOf(migrate(db.knex))).toMatchObject({ kind: 'schema_newer', found: '9999_later' });
    expect(await rejectionOf(db.sessions.use((session) => requireCurrentSchema(session)))).toMatchObject({
      kind: 'schema_newer',
    });
  });

  it('a role that may not create a schema, and says what to grant', async () => {
    await db.sqlAsSuperuser(
      `revoke all on database "${db.name}" from public, directus; alter database "${db.name}" owner to postgres; grant connect on database "${db.name}" to directus`,
    );
    expect(await rejectionOf(migrate(db.knex))).toMatchObject({
      kind: 'privilege_missing',
      fix: `As the database owner: GRANT CREATE ON DATABASE "${db.name}" TO "directus";`,
    });
    // The administrator may also make the empty schema and hand it over.
    await db.sqlAsSuperuser(
      `create schema one_roof authorization directus; grant temporary on database "${db.name}" to directus`,
    );
    expect(await migrate(db.knex)).toMatchObject({ mode: 'simple' });
  });

  it('a database without Directus', async () => {
    await db.sql(`drop table directus_collections cascade`);
    expect(await rejectionOf(migrate(db.knex))).toMatchObject({ kind: 'directus_not_found' });
    await untouched();
  });

  it('a PostgreSQL that is too old', async () => {
    const old = {
      query: () =>
        db.sessions.use((session) =>
          session.query(
            `select 140012 as server_version, '14.12' as server_version_text, 'd' as database_name, 'r' as role_name, 'public' as directus_schema, true as may_create_schema, null as schema_owner, null as trusted_owner, null as may_migrate, null as may_use_schema, null as separated, '{}'::text[] as foreign_objects, 0 as object_count, false as has_migration_table`,
          ),
        ),
    };
    expect(await rejectionOf(inspectDatabase(old, 'one_roof'))).toMatchObject({
      kind: 'unsupported_database',
      found: 'PostgreSQL 14.12',
    });
  });

  it('an installation that is not there, where it only may look', async () => {
    expect(await rejectionOf(db.sessions.use((session) => requireCurrentSchema(session)))).toMatchObject({
      kind: 'not_installed',
    });
    await migrate(db.knex);
    await db.sql(`delete from one_roof.schema_migration where name like '0007%'`);
    expect(await rejectionOf(db.sessions.use((session) => requireCurrentSchema(session)))).toMatchObject({
      kind: 'schema_outdated',
    });
  });
});
