import type { Command } from 'commander';
import separatedModeSql from '../../../database/install/separated-mode.sql';
import { renderSql, SCHEMA } from '../../../database/sql-text.ts';
import { terminalDocument } from '../../../text/terminal.ts';
import { printOut } from '../../to-terminal.ts';
import { migrateSchema } from './migrate.ts';
import { uninstallSchema } from './uninstall.ts';
import type { Runner } from '../../noun.ts';

/** `one-roof migrate`, `roles` and `uninstall`: the schema in the database. */
export function addInstallationCommands(program: Command, { run }: Runner): void {
  program
    .command('migrate')
    .description('install the schema, or bring it up to this version')
    .action(run(migrateSchema));

  program
    .command('roles')
    .description('print the SQL that sets up mode separated, for a database administrator')
    .option('--directus-role <name>', 'the role Directus connects as', 'directus')
    .option('--directus-schema <name>', 'the schema of the tables of Directus', 'public')
    .action((options: { directusRole: string; directusSchema: string }) => {
      printOut(terminalDocument(renderSql(separatedModeSql, { schema: SCHEMA, ...options }).trimEnd()));
    });

  program
    .command('uninstall')
    .description('remove everything of One-Roof from the database')
    .option('--yes', 'really')
    .action(run((operator, options: { yes?: boolean }) => uninstallSchema(operator, options)));
}
