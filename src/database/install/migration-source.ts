import type { Knex } from 'knex';
import { migrations } from '../migrations.ts';
import type { Migration } from '../migrations.ts';
import { sessionOf } from '../sessions/knex-sessions.ts';
import { renderSql } from '../sql-text.ts';

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
