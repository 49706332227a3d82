import { z } from 'zod';
import { ChangedCell, NamedOwner } from '../../../contract/answers/release-changes.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { parseRow } from '../../../database/parse-rows.ts';

const CELLS = `
  select object_type || ':' || object_ref as object, scope, concat_ws(' ', state, owner_gov_code) as answer from v_object_cell`;

/** Keeps, for this transaction, whose every required cell is: cellsChanged() compares with it. */
export async function keepCells(session: ReadSession): Promise<void> {
  await session.query(`create temporary table one_roof_cells_before on commit drop as ${CELLS}`);
}

/** The required cells that changed since keepCells(), all of them. */
export async function cellsChanged(session: ReadSession): Promise<ChangedCell[]> {
  const { changed } = parseRow(
    z.object({ changed: z.array(ChangedCell) }),
    await session.query(`
      with changed as (
        select object, scope, coalesce(b.answer, 'not required') as was, coalesce(a.answer, 'not required') as will
        from pg_temp.one_roof_cells_before b full join (${CELLS}) a using (object, scope)
        where a.answer is distinct from b.answer
      )
      select coalesce(jsonb_agg(to_jsonb(c)), '[]') as changed from changed c`),
  );
  return changed;
}

/** The owners that cells name, before or after, by their code, with the names that people know them by; sorted by code. */
export async function ownersOf(session: ReadSession, cells: readonly ChangedCell[]): Promise<NamedOwner[]> {
  const answers = [...new Set(cells.flatMap(({ was, will }) => [was, will]))];
  const { owners } = parseRow(
    z.object({ owners: z.array(NamedOwner) }),
    await session.query(
      `select coalesce(jsonb_agg(jsonb_build_object('code', code, 'name', name) order by code collate "C"), '[]') as owners
       from v_governance_owner
       where exists (select from unnest($1::text[]) answer where right(answer, length(code) + 1) = ' ' || code)`,
      [answers],
    ),
  );
  return owners;
}
