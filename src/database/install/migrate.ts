import type { Knex } from 'knex';
import { inspectDatabase } from './inspect-installation.ts';
import type { Mode } from './inspect-installation.ts';
import { sessionOf } from '../sessions/knex-sessions.ts';
import { gatewayIsMissing, installGateway } from './install-gateway.ts';
import checkBodies from './check-bodies.sql';
import { definitions, gatewayPrivileges, migrations } from '../migrations.ts';
import { migrationSource } from './migration-source.ts';
import privileges from './privileges.sql';
import { DatabaseRefusal } from '../refusal.ts';
import { OWNER_ROLE, renderRoles } from '../roles.ts';
import createRoles from './roles.sql';
import { localSearchPath, MIGRATION_TABLE, quoteIdentifier, renderSql, SCHEMA } from '../sql-text.ts';
import type { Session } from '../sessions/session.ts';

/** The state of our schema after `migrate`. */
export interface Migrated {
  mode: Mode;
  /** Name of the newest migration: the version of the schema. */
  version: string;
  /** Names of the migrations that this very call applied; empty if somebody else had. */
  applied: string[];
  directusSchema: string;
}

/**
 * Brings our schema up to this version, in one transaction: everything or nothing, whatever kills the process.
 *
 * Any number of processes may call it at once. They queue on an advisory lock (Knex's own lock fails when several
 * processes race, and stays taken after a kill) and all but the first find nothing left to do.
 *
 * @throws DatabaseRefusal, see inspectDatabase(); and `schema_outdated` where the connecting role may not migrate
 *   (mode *separated*: only `one_roof_owner` may, through `one-roof migrate`).
 */
export async function migrate(knex: Knex, schema: string = SCHEMA): Promise<Migrated> {
  return knex.transaction(async (transaction) => {
    const session = await sessionOf(transaction);
    const before = await inspectDatabase(session, schema);
    if (before.state === 'current' && !(await gatewayIsMissing(session, schema))) return migrated(before, []);

    await session.query(`select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended($1::text, 0::bigint))`, [
      `one_roof.migrate.${schema}`,
    ]);
    const found = await inspectDatabase(session, schema);
    if (found.state === 'current' && !(await gatewayIsMissing(session, schema))) return migrated(found, []);
    if (found.state === 'outdated' && !found.mayMigrate) throw outdated(found.applied);

    if (found.state === 'absent' && !found.schemaExists)
      await session.query(`create schema ${quoteIdentifier(schema)}`);
    await session.query(renderRoles(createRoles));

    const { rows } = await session.query('select current_user::text as name');
    const separated = rows[0]?.['name'] === OWNER_ROLE;
    const applied = await installSchema(transaction, { schema, directusSchema: found.directusSchema, separated });
    return migrated(await inspectDatabase(session, schema), applied);
  });
}

/**
 * Runs the migrations that a schema lacks, restates all definitions and privileges, and writes the first rows of new tables.
 * The schema exists, and nobody else writes to it.
 *
 * @param names `separated`: whether the schema is one of mode separated, in which the gateway is granted what it calls.
 * @returns the names of the migrations that were applied.
 */
export async function installSchema(
  transaction: Knex.Transaction,
  names: { schema: string; directusSchema: string; separated: boolean },
): Promise<string[]> {
  const session = await sessionOf(transaction);
  const { rows } = await session.query(`select pg_catalog.current_setting('search_path') as search_path`);
  await session.query(localSearchPath(names.schema));
  await session.query(`select set_config('one_roof.separated', $1, true)`, [names.separated ? 'on' : '']);
  const gatewayIsApart = await installGateway(session, names);
  const [, applied] = (await transaction.migrate.latest({
    migrationSource: migrationSource(names),
    schemaName: names.schema,
    tableName: MIGRATION_TABLE,
  })) as [number, string[]];
  await restateDefinitions(session, names);
  const firstRows = migrations.filter(({ name }) => applied.includes(name)).flatMap(({ rows: first }) => first);
  // Where the functions of the gateway have the same owner, what was granted on them was taken as well.
  const granting = gatewayIsApart ? [privileges] : [privileges, gatewayPrivileges];
  for (const statement of [...firstRows, ...granting]) await session.query(renderSql(statement, names));
  await session.query(`select pg_catalog.set_config('search_path', $1, true)`, [rows[0]?.['search_path']]);
  return applied;
}

/**
 * Creates or replaces every function, view and trigger of ours, whatever was there. A trigger on a table with events that
 * wait for the end of the transaction cannot be replaced, so these come now.
 */
async function restateDefinitions(session: Session, names: { schema: string; directusSchema: string }): Promise<void> {
  await session.query('set constraints all immediate; set constraints all deferred');
  await session.query('set local check_function_bodies = off');
  for (const statement of definitions) await session.query(renderSql(statement, names));
  await session.query('set local check_function_bodies = on');
  await session.query(renderSql(checkBodies, names));
}

/**
 * Checks, without writing, that our schema is installed and of this version.
 *
 * @throws DatabaseRefusal, see inspectDatabase(); and `not_installed` or `schema_outdated`.
 */
export async function requireCurrentSchema(session: Session, schema: string = SCHEMA): Promise<Migrated> {
  const found = await inspectDatabase(session, schema);
  if (found.state === 'absent') {
    throw new DatabaseRefusal('not_installed', {
      message: 'One-Roof is not installed in this database',
      expected: `schema ${schema}`,
      found: 'no such schema',
      fix: 'Start Directus with the extension, or run `one-roof migrate`.',
    });
  }
  if (found.state === 'outdated') throw outdated(found.applied);
  return migrated(found, []);
}

function migrated(found: Awaited<ReturnType<typeof inspectDatabase>>, applied: string[]): Migrated {
  if (found.state !== 'current') throw outdated([]);
  return { mode: found.mode, version: found.applied.at(-1) ?? 'none', applied, directusSchema: found.directusSchema };
}

function outdated(applied: string[]): DatabaseRefusal {
  return new DatabaseRefusal('schema_outdated', {
    message: 'The One-Roof schema is older than this version',
    expected: migrations.at(-1)?.name ?? 'none',
    found: applied.at(-1) ?? 'none',
    fix: 'Run `one-roof migrate` as the role that owns the schema.',
  });
}
