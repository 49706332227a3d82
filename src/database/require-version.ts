import { migrations } from './migrations.ts';
import { DatabaseRefusal } from './refusal.ts';

/** The version of the schema that this program works with: the name of its newest migration. */
const VERSION = migrations.at(-1)?.name ?? 'none';

/** The version of the schema, as an expression for a transaction that has our search path. */
export const VERSION_SQL = `(select name from schema_migration order by id desc limit 1)`;

/**
 * Refuses to work on a schema of another version, whoever migrated it and whenever: a program that is not the newest any more does not
 * write what it does not know.
 *
 * @throws DatabaseRefusal `schema_newer`, `schema_outdated`
 */
export function requireVersion(found: string | null): void {
  if (found === VERSION) return;
  const known = migrations.some(({ name }) => name === found);
  throw new DatabaseRefusal(known || found === null ? 'schema_outdated' : 'schema_newer', {
    message: `The One-Roof schema is ${known || found === null ? 'older' : 'newer'} than this version`,
    expected: VERSION,
    found: found ?? 'none',
    fix:
      known || found === null
        ? 'Run `one-roof migrate` as the role that owns the schema.'
        : 'Install the version of directus-extension-one-roof that migrated this database, or a newer one.',
  });
}
