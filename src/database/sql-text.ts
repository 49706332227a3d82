import { renderRoles } from './roles.ts';

/** The PostgreSQL schema that holds everything of ours. Fixed: only tests that run side by side use another one. */
export const SCHEMA = 'one_roof';

/** The table in which Knex's migrator notes what it has done. */
export const MIGRATION_TABLE = 'schema_migration';

/** Quotes an identifier for SQL text. Names only; values are always bound. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Makes unqualified names mean ours until the transaction ends. pg_temp last: no temporary object can stand in for one of ours. */
export function localSearchPath(schema: string): string {
  return `set local search_path = ${quoteIdentifier(schema)}, pg_temp`;
}

function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * Fills in the variables of an SQL file. They are written as `psql` writes them, `:"schema"` for an identifier and
 * `:'schema'` for a string, so the same file runs with `psql -v schema=one_roof -v directus_schema=public`.
 * Lists of our roles are filled in as well: see renderRoles().
 */
export function renderSql(
  text: string,
  names: { schema: string; directusSchema: string; directusRole?: string },
): string {
  return renderRoles(text)
    .replaceAll(':"schema"', quoteIdentifier(names.schema))
    .replaceAll(":'schema'", quoteLiteral(names.schema))
    .replaceAll(':"directus_schema"', quoteIdentifier(names.directusSchema))
    .replaceAll(":'directus_schema'", quoteLiteral(names.directusSchema))
    .replaceAll(':"directus_role"', quoteIdentifier(names.directusRole ?? 'directus'));
}
