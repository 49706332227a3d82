import type { Command } from 'commander';
import type { GovernedWrite } from '../../../contract/answers/writes.ts';
import { requireCurrentSchema } from '../../../database/install/migrate.ts';
import { governedWrites } from '../../../governance/attribution/governed-writes.ts';
import { userNames } from '../../../governance/attribution/user-names.ts';
import type { Operator } from '../../operator.ts';
import { table } from '../../print.ts';
import type { Printout } from '../../print.ts';
import { terminal } from '../../../text/terminal.ts';
import type { Runner } from '../../noun.ts';
import { parseNumber } from '../../parse-arguments.ts';

/** Adds `one-roof who` to the program. */
export function addWhoCommand(program: Command, { run }: Runner): void {
  program
    .command('who')
    .description('who really changed a collection or an item, newest first')
    .argument('<collection>')
    .argument('[item]', 'its key')
    .option('--limit <number>', 'how many writes, at most 500', parseNumber, 50)
    .action(
      run((operator, object: string, item: string | undefined, options: { limit: number }) =>
        who(operator, object, item, options.limit),
      ),
    );
}

/** `one-roof who COLLECTION [ITEM]`: who really changed it, newest first. */
export async function who(
  operator: Operator,
  object: string,
  item: string | undefined,
  limit: number,
): Promise<Printout> {
  const { directusSchema } = await operator.sessions.use((session) => requireCurrentSchema(session));
  const { rows } = await operator.read((session) =>
    governedWrites(session, { object, item, sort: '-written_at', limit, cursor: undefined }),
  );
  const users = [...new Set(rows.flatMap(({ user_id: id }) => id ?? []))];
  const names = await operator.sessions.use((session) => userNames(session, directusSchema, users));
  if (rows.length === 0)
    return {
      json: rows,
      text: terminal('No write is recorded. Writes are recorded while a guard is armed: `one-roof guard status`.'),
    };
  const text = table(
    ['when', 'what', 'who', 'through', ''],
    rows.map((row) => [
      row.written_at,
      `${row.operation} ${row.subject ?? row.item ?? `${row.item_count} items`}`,
      whoOf(row, names),
      [row.database_role, row.application].filter(Boolean).join(', '),
      [row.finding, row.permit].filter((part) => part !== null).join(', '),
    ]),
  );
  return { json: rows, text };
}

function whoOf({ attribution, user_id: id }: GovernedWrite, names: ReadonlyMap<string, string>): string {
  if (attribution === 'no_user') return 'no user';
  if (attribution === 'unattributed' || id === null) return 'unattributed';
  return names.get(id) ?? id;
}
