import type { Knex } from 'knex';
import { sessionOf } from './knex-sessions.ts';
import { renderSql } from './schema.ts';
import files from './sql?files';

/** A numbered folder below `sql/`: its files, one database object each, in order. */
export interface Migration {
  name: string;
  statements: string[];
}

function filesIn(folder: string): string[] {
  return Object.keys(files)
    .filter((path) => path.startsWith(`${folder}/`))
    .map((path) => files[path] ?? '');
}

/** Every migration of this version, oldest first. */
export const migrations: readonly Migration[] = [
  ...new Set(Object.keys(files).map((path) => path.split('/', 1)[0] ?? '')),
]
  .filter((folder) => /^\d{4}_/.test(folder))
  .map((name) => ({ name, statements: filesIn(name) }));

/** What is run after every migration: it only restates what should hold and can be repeated at will. */
export const repeatable: readonly string[] = filesIn('repeatable');

/** The functions that read Directus's tables, and who may call them: replaced before every migration, see install-gateway.ts. */
export const gateway: readonly string[] = filesIn('gateway');

/** The names of those functions, which are the names of their files. */
export const gatewayFunctions: readonly string[] = Object.keys(files)
  .filter((path) => path.startsWith('gateway/') && path !== 'gateway/900_privileges.sql')
  .map((path) => path.replace(/^gateway\/\d+_(.*)\.sql$/, '$1'));

/** Knex's view of our migrations. The SQL goes to the raw connection, because Knex reads `?` as a parameter. */
export function migrationSource(names: { schema: string; directusSchema: string }): Knex.MigrationSource<Migration> {
  return {
    getMigrations: () => Promise.resolve([...migrations]),
    getMigrationName: (migration) => migration.name,
    getMigration: (migration) =>
      Promise.resolve({
        config: { transaction: false },
        async up(transaction: Knex) {
          const session = await sessionOf(transaction as Knex.Transaction);
          for (const statement of migration.statements) await session.query(renderSql(statement, names));
        },
        down() {
          return Promise.reject(
            new Error('One-Roof migrates forward only; `one-roof uninstall` removes the whole schema.'),
          );
        },
      }),
  };
}
