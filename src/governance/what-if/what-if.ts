import { WhatIf } from '../../contract/answers/what-if.ts';
import { z } from 'zod';
import type { WhatIfSession } from '../../database/sessions/session.ts';
import { digestOf, readCursor, writeCursor } from '../ownership/keyset-page.ts';
import { parseRow } from '../../database/parse-rows.ts';
import type { Change } from './change.ts';

/** Which of the changed cells to return. */
export interface CellPage {
  limit: number;
  cursor?: string | undefined;
}

const KEY = 3; // object_ref, scope, object_type

/**
 * Previews changes by making and undoing them (what_if in SQL): coverage before and after, and each cell that changes. Nothing
 * is kept.
 *
 * @throws OneRoofError ONE_ROOF_NOT_FOUND for something that a change names and that does not exist; ONE_ROOF_BAD_REQUEST for a
 *   cursor of another question.
 */
export async function whatIf(
  session: WhatIfSession,
  changes: readonly Change[],
  { limit, cursor }: CellPage,
): Promise<WhatIf> {
  const question = digestOf(['what-if', changes]);
  const after = cursor === undefined ? null : readCursor(cursor, question, KEY);
  const { answer } = parseRow(
    z.object({ answer: WhatIf.omit({ next: true }) }),
    await session.query('select what_if($1::jsonb, $2, $3) as answer', [JSON.stringify(changes), limit + 1, after]),
  );
  const cells = answer.cells.slice(0, limit);
  const last = cells.at(-1);
  const more = answer.cells.length > limit && last !== undefined;
  return {
    ...answer,
    cells,
    next: more ? writeCursor(question, [last.object_ref, last.scope, last.object_type]) : null,
  };
}
