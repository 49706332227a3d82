import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import type { Knex } from 'knex';
import { z } from 'zod';
import rolesSql from '../../../src/database/install/roles.sql';
import { sessionOf } from '../../../src/database/sessions/knex-sessions.ts';
import { localSearchPath, MIGRATION_TABLE, renderSql, SCHEMA } from '../../../src/database/sql-text.ts';

/**
 * The SQL of the last commit in which migrations held definitions too, by path. It was made like this:
 *
 *     import { execFileSync } from 'node:child_process'; import { writeFileSync } from 'node:fs'; import zlib from 'node:zlib';
 *     const git = (...args) => execFileSync('git', args, { encoding: 'utf8', maxBuffer: 1e8 });
 *     const paths = git('ls-tree', '-r', '--name-only', '5eca35f:src/database/sql').split('\n').filter((p) => p.endsWith('.sql'));
 *     const files = Object.fromEntries(paths.map((path) => [path, git('show', `5eca35f:src/database/sql/${path}`)]));
 *     writeFileSync('sql-of-5eca35f.json.br', zlib.brotliCompressSync(JSON.stringify(files)));
 */
const FIXTURE = new URL('../../database/installation/sql-of-5eca35f.json.br', import.meta.url);

const NAMES = { schema: SCHEMA, directusSchema: 'public' };

/**
 * Installs One-Roof as the version before the move of the definitions did, and returns the names of its migrations.
 *
 * @param separated whether the connecting role is the owner of mode separated
 */
export async function installOlder(knex: Knex, separated: boolean): Promise<string[]> {
  const text = brotliDecompressSync(readFileSync(FIXTURE)).toString();
  const files = Object.entries(z.record(z.string(), z.string()).parse(JSON.parse(text)));
  const below = (folder: string) => files.filter(([path]) => path.startsWith(`${folder}/`)).map(([, sql]) => sql);
  const names = [...new Set(files.map(([path]) => path.split('/', 1)[0] ?? ''))].filter((name) => /^\d/.test(name));

  await knex.transaction(async (transaction) => {
    const session = await sessionOf(transaction);
    const run = async (statements: readonly string[]) => {
      for (const statement of statements) await session.query(renderSql(statement, NAMES));
    };
    await run([`create schema ${SCHEMA}`, rolesSql, localSearchPath(SCHEMA)]);
    await session.query(`select set_config('one_roof.separated', $1, true)`, [separated ? 'on' : '']);
    if (separated)
      await run([`grant usage, create on schema ${SCHEMA} to one_roof_gateway`, 'set local role one_roof_gateway']);
    await run(below('gateway'));
    if (separated)
      await run(['set local role one_roof_owner', `revoke create on schema ${SCHEMA} from one_roof_gateway`]);
    await transaction.migrate.latest({
      migrationSource: {
        getMigrations: () => Promise.resolve(names),
        getMigrationName: (name: string) => name,
        getMigration: (name: string) =>
          Promise.resolve({
            config: { transaction: false },
            up: () => run(below(name)),
            down: () => Promise.reject(new Error('It only goes forward')),
          }),
      },
      schemaName: SCHEMA,
      tableName: MIGRATION_TABLE,
    });
    await run(below('repeatable'));
  });
  return names;
}
