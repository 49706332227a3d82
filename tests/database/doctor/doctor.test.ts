import knexModule from 'knex';
import { expect, it } from 'vitest';
import { migrate } from '../../../src/database/install/migrate.ts';
import { pgSessions } from '../../../src/database/sessions/pg-sessions.ts';
import { diagnose } from '../../../src/governance/installation/diagnose.ts';
import { describeOnEachPostgres } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { DOCTOR_HOST as HOST } from '../../harness/doctor-host.ts';

describeOnEachPostgres('the doctor of an installation in mode simple', (server) => {
  it('finds a privilege that default privileges gave a role of somebody else, and only that', async () => {
    const db = await TestDatabase.create(server, 'directus_reference');
    await db.sql('alter default privileges grant select on tables to pg_monitor');
    await migrate(db.knex);
    const { findings } = await diagnose(db.knex, HOST);
    expect(findings.length).toBeGreaterThan(30);
    expect(new Set(findings.map(({ kind, found }) => `${kind} ${found}`))).toEqual(
      new Set(['grant_unexpected SELECT']),
    );
    await db.drop();
  });

  it('finds nothing, leaves nothing, and says what it looked at', async () => {
    const db = await TestDatabase.create(server, 'one_roof_reference');
    const said = await diagnose(db.knex, HOST);
    expect(said).toMatchObject({
      verdict: 'HEALTHY',
      findings: [],
      unchecked: [],
      database: db.name,
      mode: 'simple',
      versions: { schema: said.versions.schema_expected, directus: '11.17.4', node: '22.0.0' },
    });
    expect(said.compared).toBeGreaterThan(900);
    expect(await db.sql(`select nspname::text from pg_namespace where nspname ~ 'doctor'`)).toEqual([]);
    await db.drop();
  });

  it('says, asked again, what a process says that asks for the first time', async () => {
    const db = await TestDatabase.create(server, 'one_roof_reference');
    const said: number[] = [];
    for (const statement of [
      'select 1',
      'alter table one_roof.governance_ledger disable trigger trg_ledger_append_only',
      'alter default privileges revoke truncate on tables from current_user',
    ]) {
      await db.sql(statement);
      const process = knexModule({ client: 'pg', connection: db.url, pool: { min: 0, max: 2 } });
      const first = await diagnose(process, HOST).finally(() => process.destroy());
      expect(await diagnose(db.knex, HOST)).toEqual(first);
      said.push(first.findings.length);
    }
    expect(said.slice(0, 2)).toEqual([0, 1]);
    expect(said[2]).toBeGreaterThan(1);
    await db.drop();
  });

  it('is not held up by a lock on our tables, and holds nobody up', async () => {
    const db = await TestDatabase.create(server, 'one_roof_reference');
    await pgSessions({ connectionString: db.url }).use(async (session) => {
      await session.query('begin; lock table one_roof.governance_ledger, one_roof.governance_plan in exclusive mode');
      expect(await diagnose(db.knex, HOST)).toMatchObject({ verdict: 'HEALTHY' });
      await session.query('rollback');
    });
    await db.drop();
  });
});
