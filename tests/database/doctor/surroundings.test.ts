import type { Knex } from 'knex';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Doctor } from '../../../src/contract/answers/doctor.ts';
import { pgSessions } from '../../../src/database/sessions/pg-sessions.ts';
import type { Session } from '../../../src/database/sessions/session.ts';
import { diagnose } from '../../../src/governance/installation/diagnose.ts';
import { roleFindings } from '../../../src/governance/doctor/checks/10-roles.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { DOCTOR_HOST as HOST } from '../../harness/doctor-host.ts';

const containing = (text: string) => expect.stringContaining(text) as string;
const kinds = ({ findings }: Doctor) => findings.map(({ kind, subject }) => `${kind}: ${subject}`);

describe('the doctor finds, where our schema is or should be', () => {
  let db: TestDatabase;
  afterEach(() => db.drop());
  const after = async (
    change: string,
    template: 'one_roof_reference' | 'directus_reference' = 'one_roof_reference',
  ) => {
    db = await TestDatabase.create(inject('postgres15'), template);
    if (change !== '') await db.sqlAsSuperuser(change.replaceAll('THIS_DATABASE', `"${db.name}"`));
    return diagnose(db.knex, HOST);
  };

  it('nothing', async () => {
    const said = await after('', 'directus_reference');
    expect(kinds(said)).toEqual(['not_installed: One-Roof is not installed in this database']);
    expect(said).toMatchObject({ verdict: 'DRIFT', mode: null, compared: 0, versions: { schema: null } });
  });

  it('a schema that is older, whose objects are not compared', async () => {
    const said = await after(`
      delete from one_roof.schema_migration where id = (select max(id) from one_roof.schema_migration);
      drop function one_roof.coverage_watermark()`);
    expect(kinds(said)).toEqual(['schema_outdated: The One-Roof schema is older than this version']);
    expect(said).toMatchObject({ compared: 0, mode: 'simple' });
    expect(said.versions.schema).not.toBe(said.versions.schema_expected);
  });

  it.each([
    [
      'a schema that is newer',
      `insert into one_roof.schema_migration (name, batch, migration_time) values ('9999_x', 9, now())`,
      'schema_newer',
    ],
    ['a schema of somebody else', `alter schema one_roof owner to pg_monitor`, 'foreign_schema'],
    ['no Directus', `alter table directus_collections rename to no_directus_collections`, 'directus_not_found'],
  ])('%s', async (_title, change, kind) => {
    const said = await after(change);
    expect(said).toMatchObject({ verdict: 'DRIFT', compared: 0, findings: [{ kind }] });
  });

  it('nothing, and a role that may not install it', async () => {
    const said = await after(`revoke create on database THIS_DATABASE from directus`, 'directus_reference');
    expect(said).toMatchObject({
      verdict: 'DRIFT',
      compared: 0,
      findings: [{ kind: 'privilege_missing', fix: containing('GRANT CREATE') }],
    });
  });

  it('a server that is too old', async () => {
    db = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
    expect(await diagnose(ofServer(db.knex, 140_012, '14.12'), HOST)).toMatchObject({
      findings: [{ kind: 'unsupported_database', found: 'PostgreSQL 14.12' }],
    });
  });

  it.each([
    [
      'a role that may not create a schema',
      `revoke create on database THIS_DATABASE from directus`,
      'permission denied',
      'GRANT CREATE',
    ],
    [
      'a session that may not write',
      `alter database THIS_DATABASE set default_transaction_read_only = on`,
      'read-only',
      'primary',
    ],
  ])('%s: that is a finding, not a pass', async (_title, change, found, fix) => {
    expect(await after(change)).toMatchObject({
      verdict: 'DRIFT',
      compared: 0,
      findings: [{ kind: 'catalogue_not_compared', found: containing(found), fix: containing(fix) }],
    });
  });

  it('a lock that a migration would hold: it does not wait for it, and says so', async () => {
    db = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
    await pgSessions({ connectionString: db.url }).use(async (session) => {
      await session.query('begin; lock table one_roof.governance_registry in access exclusive mode');
      expect(await diagnose(db.knex, HOST)).toMatchObject({
        findings: [{ kind: 'catalogue_not_compared', fix: containing('Ask again') }],
      });
      await session.query('rollback');
    });
  });

  it('sessions in which triggers and foreign keys do not hold', async () => {
    const said = await after(`alter database THIS_DATABASE set session_replication_role = replica`);
    expect(said.findings.map(({ kind, found }) => `${kind}: ${found}`)).toEqual([
      'replica_role: session_replication_role = replica in this session',
      'replica_role: session_replication_role=replica for every role in this database',
    ]);
  });
});

describe('the doctor finds, around our schema', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
  });
  afterAll(() => db.drop());

  it.each([
    ['extensions that Directus starts without', { extensionsMustLoad: false }, 'extensions_optional'],
    ['a Directus that is too old', { versions: { ...HOST.versions, directus: '11.9.3' } }, 'directus_unsupported'],
    ['a Node that is too old', { versions: { ...HOST.versions, node: '20.19.0' } }, 'node_unsupported'],
  ])('%s', async (_title, host, kind) => {
    expect(await diagnose(db.knex, { ...HOST, ...host })).toMatchObject({ verdict: 'DRIFT', findings: [{ kind }] });
  });

  it('roles that its settings name and Directus does not have', async () => {
    const [role] = await db.sql(
      `insert into directus_roles (id, name) values (gen_random_uuid(), 'Clerks') returning id::text as id`,
    );
    const namedRoles = {
      ONE_ROOF_READ_ROLES: ['Clerks', String(role?.['id'])],
      ONE_ROOF_REQUEST_ROLES: ['Clerks', 'Clarks'],
    };
    expect(await diagnose(db.knex, { ...HOST, namedRoles })).toMatchObject({
      verdict: 'DRIFT',
      findings: [
        { kind: 'role_unknown', subject: 'ONE_ROOF_REQUEST_ROLES', found: 'Clarks, which Directus does not have' },
      ],
    });
  });

  it('not the version of a Directus that it cannot see', async () => {
    expect(await diagnose(db.knex, { ...HOST, versions: { ...HOST.versions, directus: null } })).toMatchObject({
      verdict: 'HEALTHY',
      unchecked: [{ subject: 'version of Directus' }],
    });
  });

  // Roles belong to the server, which other tests use: nothing of this is committed.
  it.each([
    [
      'a role that can do more than it is for',
      `alter role one_roof_operator createrole`,
      'CREATEROLE',
      'ALTER ROLE one_roof_operator NOCREATEROLE;',
    ],
    [
      'a role that is another one as well',
      `grant pg_read_all_data to one_roof_reader`,
      'role pg_read_all_data',
      'REVOKE pg_read_all_data FROM one_roof_reader;',
    ],
  ])('%s', async (_title, change, found, sql) => {
    await pgSessions({ connectionString: db.superuserUrl }).use(async (session) => {
      await session.query(`begin; ${change}`);
      expect(await roleFindings(session, false, null)).toMatchObject([{ kind: 'role_changed', found, sql }]);
      await session.query(sql);
      expect(await roleFindings(session, false, null)).toEqual([]);
      await session.query('rollback');
    });
  });
});

/** A Knex whose server says of itself that it is of another version. */
function ofServer(knex: Knex, number: number, text: string): Knex {
  const client = {
    async acquireConnection() {
      const session = (await (knex.client as Knex.Client).acquireConnection()) as Session;
      return {
        query: (statement: string, values?: readonly unknown[]) =>
          session.query(
            statement
              .replace(/pg_catalog.current_setting\('server_version_num'\)::integer as/, `${number} as`)
              .replace(/pg_catalog.current_setting\('server_version'\) as/, `'${text}' as`),
            values,
          ),
        release: session,
      };
    },
    releaseConnection: ({ release }: { release: unknown }) =>
      (knex.client as Knex.Client).releaseConnection(release) as Promise<void>,
  };
  return { client } as unknown as Knex;
}
