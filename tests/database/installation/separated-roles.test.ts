import { readFileSync } from 'node:fs';
import knexModule from 'knex';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate, requireCurrentSchema } from '../../../src/database/install/migrate.ts';
import { pgSessions } from '../../../src/database/sessions/pg-sessions.ts';
import { productionWhatIf, productionWrite } from '../../../src/database/sessions/classes.ts';
import { diagnose } from '../../../src/governance/installation/diagnose.ts';
import type { DoctorHost } from '../../../src/governance/doctor/doctor-host.ts';
import { declareEnvironment } from '../../../src/governance/environment/declare-environment.ts';
import { readPlan } from '../../../src/governance/plan/read-plan.ts';
import { registerPlan } from '../../../src/governance/plan/register-plan.ts';
import { DOCTOR_HOST } from '../../harness/doctor-host.ts';
import { readChanges } from '../../../src/governance/what-if/change.ts';
import { whatIf } from '../../../src/governance/what-if/what-if.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { SeparatedDatabase } from '../../harness/postgres/separated-database.ts';
import type { TestDatabase } from '../../harness/test-database.ts';
import { DEMO } from '../../harness/test-server.ts';

describeOnEachPostgres('mode separated, and the roles beside it', (server) => {
  let separated: SeparatedDatabase;
  let db: TestDatabase;
  const role = `directus_plain_${process.pid}`;
  const as = (name: string, password: string) => db.url.replace(/\/\/[^@]+@/, `//${name}:${password}@`);
  const directusSessions = () => pgSessions({ connectionString: as(role, 'plain') });

  /** Report of the doctor when this role asks. */
  const doctor = async (name: string, password: string, host: Partial<DoctorHost> = {}) => {
    const knex = knexModule({ client: 'pg', connection: as(name, password), pool: { min: 0, max: 1 } });
    try {
      return await diagnose(knex, { ...DOCTOR_HOST, ...host });
    } finally {
      await knex.destroy();
    }
  };

  beforeAll(async () => {
    separated = await SeparatedDatabase.create(server, role);
    db = separated.db;
    expect(await separated.migrate()).toMatchObject({ mode: 'separated' });
  });
  afterAll(() => separated.drop());

  it('the owner registers a plan whose owners are Directus roles; Directus’s role sees who is alive', async () => {
    const owner = pgSessions({ connectionString: as('one_roof_owner', 'owner') });
    const by = { actor: 'operator:test', actorKind: 'operator', reason: 'test' } as const;
    const { coverage } = await productionWrite(owner, async (session) => {
      await declareEnvironment(session, 'production', by);
      return registerPlan(session, readPlan(readFileSync(`${DEMO}plan.yaml`, 'utf8')), by);
    });
    expect(coverage).toMatchObject({ total_cells: 210, gap_cells: 210 });
    const alive = () =>
      directusSessions().use((session) =>
        session.query(`select bool_and(alive) as alive from one_roof.v_governance_owner`),
      );
    expect((await alive()).rows).toEqual([{ alive: true }]);
    await directusSessions().use((session) => session.query(`update directus_users set status = 'suspended'`));
    expect((await alive()).rows).toEqual([{ alive: false }]);
  });

  it('Directus’s role may ask what would come of a change that it could not make', async () => {
    const policy = { allowedDatabases: [db.name], rowLimit: 501 };
    for (const asReader of [true, false]) {
      const outcome = await productionWhatIf(directusSessions(), { ...policy, asReader }, (session) =>
        whatIf(session, readChanges({ retire: ['GOV-DOT'], move: ['tasks:GRP-AI'] }), { limit: 1 }),
      );
      expect(outcome).toMatchObject({ changed: { planned_owner: 6 }, effect: 'at_once' });
    }
    const { rows } = await directusSessions().use((session) =>
      session.query(`select count(*)::int as retired from one_roof.governance_registry where status = 'retired'`),
    );
    expect(rows).toEqual([{ retired: 0 }]);
  });

  it('Directus’s role cannot offer functions and operators that fit better', async () => {
    await directusSessions().use((session) =>
      session.query(`
        create function public.evil(name, name) returns boolean language plpgsql as $$ begin raise exception 'evil'; end $$;
        create operator public.!~ (leftarg = name, rightarg = name, function = public.evil);
        create function public.hashtextextended(text, integer) returns bigint language plpgsql as $$ begin raise exception 'evil'; end $$;
        create function public.has_database_privilege(name, text) returns boolean language plpgsql as $$ begin raise exception 'evil'; end $$`),
    );
    await directusSessions().use((session) => session.query(`select from one_roof.discover_collections()`));
    await db.sqlAsSuperuser(`delete from one_roof.schema_migration where name like '0007%'`);
    const knex = knexModule({ client: 'pg', connection: as('one_roof_owner', 'owner'), pool: { min: 0, max: 1 } });
    expect(await migrate(knex)).toMatchObject({ mode: 'separated', applied: ['0007_gate'] });
    await knex.destroy();
    await directusSessions().use((session) =>
      session.query(`
        drop operator public.!~ (name, name); drop function public.evil(name, name);
        drop function public.hashtextextended(text, integer), public.has_database_privilege(name, text)`),
    );
  });

  it('a role that can become the owner makes it mode simple', async () => {
    await db.sqlAsSuperuser(`grant one_roof_owner to ${role}`);
    expect(await directusSessions().use((session) => requireCurrentSchema(session))).toMatchObject({ mode: 'simple' });
    const owner = pgSessions({ connectionString: as('one_roof_owner', 'owner') });
    expect(await owner.use((session) => requireCurrentSchema(session))).toMatchObject({ mode: 'simple' });
    expect(await doctor(role, 'plain')).toMatchObject({
      mode: 'simple',
      findings: [
        { kind: 'mode_broken', found: `role ${role}, which owns the tables of Directus, can become the owner` },
      ],
    });
    await db.sqlAsSuperuser(`revoke one_roof_owner from ${role}`);
    expect(await owner.use((session) => requireCurrentSchema(session))).toMatchObject({ mode: 'separated' });

    // The tables of Directus may belong to another role than the one that Directus connects as.
    await db.sqlAsSuperuser(`create role ${role}_other login password 'plain' in role one_roof_owner`);
    const other = pgSessions({ connectionString: as(`${role}_other`, 'plain') });
    expect(await other.use((session) => requireCurrentSchema(session))).toMatchObject({ mode: 'simple' });
    await db.sqlAsSuperuser(`drop role ${role}_other`);
  });

  it('a role that can become the gateway makes it mode simple, and the doctor finds who else is a member of it', async () => {
    await db.sqlAsSuperuser(`grant one_roof_gateway to ${role}`);
    expect(await doctor(role, 'plain')).toMatchObject({
      mode: 'simple',
      findings: [
        { kind: 'role_changed', subject: 'role one_roof_gateway', sql: `REVOKE one_roof_gateway FROM ${role};` },
        {
          kind: 'mode_broken',
          found: `role ${role}, which owns the tables of Directus, can become one_roof_gateway, whose functions the owner runs`,
        },
      ],
    });
    await db.sqlAsSuperuser(`revoke one_roof_gateway from ${role}; alter role one_roof_gateway login`);
    expect(await doctor(role, 'plain')).toMatchObject({ findings: [{ kind: 'role_changed', found: 'LOGIN' }] });
    await db.sqlAsSuperuser(`alter role one_roof_gateway nologin`);
  });

  it('the doctor finds a function of the gateway that belongs to the owner, and migrating gives it back', async () => {
    await db.sqlAsSuperuser(`alter function one_roof.directus_role() owner to one_roof_owner`);
    expect(await doctor(role, 'plain')).toMatchObject({
      findings: [
        { kind: 'foreign_owner', expected: 'owner one_roof_gateway', found: 'owner one_roof_owner' },
        { kind: 'grant_missing', subject: 'privileges of one_roof_owner on routine directus_role()' },
      ],
    });
    expect(await separated.migrate()).toMatchObject({ mode: 'separated', applied: [] });
    expect(await doctor(role, 'plain')).toMatchObject({ findings: [] });
  });

  it('the doctor finds what Directus’s role was not granted', async () => {
    await db.sqlAsSuperuser(`revoke one_roof_runtime from ${role}`);
    expect(await doctor(role, 'plain')).toMatchObject({
      findings: [{ kind: 'role_changed', subject: 'role one_roof_runtime', sql: `GRANT one_roof_runtime TO ${role};` }],
    });
    await db.sqlAsSuperuser(`grant one_roof_runtime to ${role}`);
  });

  it('a role that was granted nothing is told so', async () => {
    await db.sqlAsSuperuser(`create role ${role}_outside login password 'plain'`);
    const outside = pgSessions({ connectionString: as(`${role}_outside`, 'plain') });
    expect(await rejectionOf(outside.use((session) => requireCurrentSchema(session)))).toMatchObject({
      kind: 'privilege_missing',
      message: `Role ${role}_outside may not use schema one_roof`,
    });
    await db.sqlAsSuperuser(`drop role ${role}_outside`);
  });

  it('an older schema is for the owner to migrate', async () => {
    await db.sqlAsSuperuser(`delete from one_roof.schema_migration where name like '0007%'`);
    const knex = knexModule({ client: 'pg', connection: as(role, 'plain'), pool: { min: 0, max: 1 } });
    expect(await rejectionOf(migrate(knex))).toMatchObject({ kind: 'schema_outdated' });
    await knex.destroy();
  });
});
