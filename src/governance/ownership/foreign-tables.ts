import { ForeignTable } from '../../contract/answers/guards.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRows } from '../../database/parse-rows.ts';

/** Those that are collections of the project as it was last discovered, by name. */
export async function foreignTables(session: ReadSession): Promise<ForeignTable[]> {
  return parseRows(
    ForeignTable,
    await session.query(`
      select f.* from v_foreign_table f join collection_registry r on r.collection_name = f.collection
      where r.missing_since is null and r.governance_role <> 'excluded' order by f.collection`),
  );
}
