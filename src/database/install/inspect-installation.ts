import { z } from 'zod';
import inspectInstallation from './inspect-installation.sql';
import { OWNER_ROLE } from '../roles.ts';
import { migrations } from '../migrations.ts';
import { MIGRATION_TABLE, quoteIdentifier } from '../sql-text.ts';
import { DatabaseRefusal } from '../refusal.ts';
import type { Session } from '../sessions/session.ts';

const OLDEST_POSTGRESQL = 15;

/**
 * Mode of an installation: who can change our schema.
 * - `simple`: Directus's own database role owns it. Violations are detected, not prevented.
 * - `separated`: `one_roof_owner` owns it and Directus's role cannot become that role. Violations are prevented.
 */
export type Mode = 'simple' | 'separated';

const Inspection = z.object({
  server_version: z.coerce.number(),
  server_version_text: z.string(),
  database_name: z.string(),
  role_name: z.string(),
  directus_schema: z.string().nullable(),
  may_create_schema: z.boolean(),
  schema_owner: z.string().nullable(),
  trusted_owner: z.boolean().nullable(),
  may_migrate: z.boolean().nullable(),
  may_use_schema: z.boolean().nullable(),
  separated: z.boolean().nullable(),
  foreign_objects: z.array(z.string()),
  object_count: z.coerce.number(),
  has_migration_table: z.boolean(),
});

/** Our schema, of this version or of an older one. */
export interface Installed {
  state: 'outdated' | 'current';
  directusSchema: string;
  mode: Mode;
  mayMigrate: boolean;
  applied: string[];
}

/** The state of the place where our schema is, or should be. */
export type Installation = { state: 'absent'; directusSchema: string; schemaExists: boolean } | Installed;

/**
 * Looks at the database before anything is touched.
 *
 * @throws DatabaseRefusal `unsupported_database`, `directus_not_found`, `foreign_schema` or `schema_newer`: in each of
 *   these nothing of ours may be read as if it were true.
 */
export async function inspectDatabase(session: Session, schema: string): Promise<Installation> {
  const { rows } = await session.query(inspectInstallation, [schema, MIGRATION_TABLE, OWNER_ROLE]);
  const found = Inspection.parse(rows[0]);

  if (found.server_version < OLDEST_POSTGRESQL * 10_000) {
    throw new DatabaseRefusal('unsupported_database', {
      message: `One-Roof needs PostgreSQL ${OLDEST_POSTGRESQL} or newer`,
      expected: `PostgreSQL ${OLDEST_POSTGRESQL} or newer`,
      found: `PostgreSQL ${found.server_version_text}`,
      fix: 'Upgrade the database server. Directus keeps working meanwhile; One-Roof stays closed.',
    });
  }
  if (found.directus_schema === null) {
    throw new DatabaseRefusal('directus_not_found', {
      message: `No Directus project in database ${found.database_name}`,
      expected: 'the table directus_collections in the search path of the connection',
      found: 'no such table',
      fix: 'Connect to the database of a Directus project (DB_DATABASE, DB_SEARCH_PATH), or run `directus bootstrap` first.',
    });
  }
  const schemaExists = found.schema_owner !== null;
  if (!schemaExists || (found.trusted_owner && found.may_migrate && found.object_count === 0)) {
    if (!schemaExists && !found.may_create_schema) {
      throw new DatabaseRefusal('privilege_missing', {
        message: `Role ${found.role_name} may not create schema ${schema} in database ${found.database_name}`,
        expected: `CREATE on database ${found.database_name}`,
        found: 'no CREATE privilege',
        fix: `As the database owner: GRANT CREATE ON DATABASE ${quoteIdentifier(found.database_name)} TO ${quoteIdentifier(found.role_name)};`,
      });
    }
    return { state: 'absent', directusSchema: found.directus_schema, schemaExists };
  }

  const foreign = foreignReason(found);
  if (foreign !== null) {
    throw new DatabaseRefusal('foreign_schema', {
      message: `Schema ${schema} was not created by One-Roof`,
      expected: `no schema ${schema}, or one that One-Roof created`,
      found: foreign,
      fix: `Find out who created it. One-Roof starts once it is renamed or dropped: ALTER SCHEMA ${quoteIdentifier(schema)} RENAME TO …`,
    });
  }

  if (!found.may_use_schema) {
    throw new DatabaseRefusal('privilege_missing', {
      message: `Role ${found.role_name} may not use schema ${schema}`,
      expected: `USAGE on schema ${schema}, which belongs to role ${String(found.schema_owner)}`,
      found: 'no USAGE privilege',
      fix: `Connect as ${String(found.schema_owner)}. In mode separated, \`one-roof roles\` prints what Directus's role is granted.`,
    });
  }

  const applied = await appliedMigrations(session, schema);
  const known = new Set(migrations.map((migration) => migration.name));
  const unknown = applied.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new DatabaseRefusal('schema_newer', {
      message: `Schema ${schema} is newer than this version of One-Roof`,
      expected: `migrations up to ${migrations.at(-1)?.name ?? 'none'}`,
      found: unknown.join(', '),
      fix: 'Install the version of directus-extension-one-roof that migrated this database, or a newer one.',
    });
  }

  return {
    state: applied.length === migrations.length ? 'current' : 'outdated',
    directusSchema: found.directus_schema,
    mode: found.separated ? 'separated' : 'simple',
    mayMigrate: found.may_migrate === true,
    applied,
  };
}

function foreignReason(found: z.infer<typeof Inspection>): string | null {
  if (!found.trusted_owner) return `a schema that belongs to role ${String(found.schema_owner)}`;
  if (found.foreign_objects.length > 0)
    return `objects in it that its owner does not own: ${found.foreign_objects.join(', ')}`;
  if (!found.has_migration_table) return `a schema without our table ${MIGRATION_TABLE}`;
  return null;
}

async function appliedMigrations(session: Session, schema: string): Promise<string[]> {
  const { rows } = await session.query(
    `select name from ${quoteIdentifier(schema)}.${quoteIdentifier(MIGRATION_TABLE)} order by id`,
  );
  return z
    .array(z.object({ name: z.string() }))
    .parse(rows)
    .map((row) => row.name);
}
