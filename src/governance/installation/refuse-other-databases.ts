import type { Knex } from 'knex';
import { OneRoofError } from '../../contract/errors.ts';

/** Refuses a Directus that does not run on PostgreSQL. @throws OneRoofError ONE_ROOF_SCHEMA_INCOMPATIBLE */
export function refuseOtherDatabases(knex: Knex): void {
  const client = String((knex.client as { config?: { client?: unknown } }).config?.client);
  if (client === 'pg' || client === 'postgres') return;
  throw new OneRoofError('ONE_ROOF_SCHEMA_INCOMPATIBLE', 'One-Roof needs PostgreSQL', {
    expected: 'DB_CLIENT=pg',
    found: client,
    fix: 'Run the project on PostgreSQL 15 or newer.',
  });
}
