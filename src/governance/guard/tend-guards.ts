import { z } from 'zod';
import type { Write, WriteSession } from '../../database/sessions/session.ts';
import { asOneRoofError } from '../errors/as-one-roof-error.ts';
import { foreignTables } from '../ownership/foreign-tables.ts';
import { parseRows } from '../../database/parse-rows.ts';

const Unarmed = z.object({ relation: z.string(), triggers: z.array(z.string()) });

/** A table whose triggers were not what they should be: what they were (`one_roof_insert missing`), and why they still are. */
export interface TendedTable extends z.infer<typeof Unarmed> {
  problem: string | null;
}

/**
 * Makes the triggers on Directus's tables what the modes ask for, where they are not: adds what is missing, changed or
 * disabled, drops what is left over. One transaction for each table: each is locked only for itself, and one that somebody
 * else holds does not stop the others.
 *
 * @returns the tables that were not as they should be; those with a `problem` still are not.
 */
export async function armGuards(write: Write<WriteSession>): Promise<TendedTable[]> {
  const unarmed = await write(async (session) =>
    parseRows(
      Unarmed,
      await session.query(`
        select relation, array_agg(trigger_name || ' ' || state order by trigger_name) as triggers
        from v_table_guard where state <> 'armed' group by relation order by relation`),
    ),
  );
  const tended: TendedTable[] = [];
  for (const table of unarmed) tended.push({ ...table, problem: await armTable(write, table.relation) });
  return tended;
}

async function armTable(write: Write<WriteSession>, relation: string): Promise<string | null> {
  try {
    await write((session) => session.query('select arm_table_guard($1)', [relation]));
    return null;
  } catch (thrown) {
    // A lock that is held, a table that belongs to another role: told, and tried again next time.
    if (!(thrown instanceof Error && 'severity' in thrown)) throw thrown;
    const foreign = (await write(foreignTables)).find(({ collection }) => collection === relation);
    if (foreign !== undefined) {
      return `table ${relation} belongs to role ${foreign.table_owner}, and only its owner can put a guard on it. As a superuser: ${foreign.fix}`;
    }
    return asOneRoofError(thrown)?.message ?? thrown.message;
  }
}

/**
 * Does the regular upkeep: reports sessions without a log-in, prunes old writes, arms guards that were lost, and keeps the structure
 * of guarded tables that is not known yet.
 */
export async function tendGuards(write: Write<WriteSession>, keepWritesDays: number): Promise<TendedTable[]> {
  await write((session) => session.query('select report_unseen()'));
  await write((session) => session.query('select prune_governed_writes($1)', [keepWritesDays]));
  const tended = await armGuards(write);
  await write((session) => session.query('select keep_first_structure()'));
  return tended;
}
