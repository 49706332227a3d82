import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import knexModule from 'knex';
import type { Knex } from 'knex';
import pg from 'pg';
import { runnerImport } from 'vite';
import { sqlFiles } from '../../build/sql-files.js';
import type * as migrations from '../../src/database/install/migrate.ts';
import { renderSql, SCHEMA } from '../../src/database/sql-text.ts';
import { startTestServer } from '../../tests/harness/test-server.ts';

const DATABASE = fileURLToPath(new URL('../../src/database/install/', import.meta.url));

/** The password of the owner role in a database that is gone after the check. */
const PASSWORD = 'owner';

/** Works, as a superuser, in a database of PostgreSQL 18 in mode separated that was migrated just now. */
export async function withMigratedDatabase<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const { server, stop } = await startTestServer(18);
  try {
    const url = server.superuserUrl.replace(/\/postgres$/, '/directus_bare');
    await installSeparated(url);
    const client = new pg.Client(url);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  } finally {
    await stop();
  }
}

/** Installs One-Roof as docs/installation.md says for mode separated: a superuser makes the roles, the owner migrates. */
async function installSeparated(superuserUrl: string): Promise<void> {
  const roles = readFileSync(`${DATABASE}separated-mode.sql`, 'utf8');
  await withKnex(superuserUrl, async (knex) => {
    await knex.raw(renderSql(roles, { schema: SCHEMA, directusSchema: 'public', directusRole: 'directus' }));
    await knex.raw(`alter role one_roof_owner password '${PASSWORD}'`);
  });
  // The migrations are imported SQL, which Node cannot read without the plugin that all builds share.
  const { module } = await runnerImport<typeof migrations>(`${DATABASE}migrate.ts`, {
    configFile: false,
    logLevel: 'error',
    plugins: [sqlFiles()],
  });
  const ownerUrl = superuserUrl.replace(/\/\/[^@]+@/, `//one_roof_owner:${PASSWORD}@`);
  const { mode } = await withKnex(ownerUrl, (knex) => module.migrate(knex));
  if (mode !== 'separated') throw new Error(`The database is in mode ${mode}, expected separated`);
}

async function withKnex<Result>(connection: string, work: (knex: Knex) => Promise<Result>): Promise<Result> {
  const knex = knexModule({ client: 'pg', connection, pool: { min: 0, max: 1 } });
  try {
    return await work(knex);
  } finally {
    await knex.destroy();
  }
}
