import { z } from 'zod';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { parseRow } from '../../../database/parse-rows.ts';

const Count = z.number().int().nonnegative();

/** The figures that a release is about, as release_figures() (SQL) counts them. */
export const Figures = z.strictObject({
  objects: Count,
  scopes: Count,
  cells: Count,
  /** Edges of containment that lead out of a required object. */
  edges: Count,
  own: Count,
  gap: Count,
  conflict: Count,
  effective: Count,
  outbox: Count,
});
export type Figures = z.infer<typeof Figures>;

/** What the figures are now, in the snapshot of the session. */
export async function releaseFigures(session: ReadSession): Promise<Figures> {
  return parseRow(z.object({ figures: Figures }), await session.query('select release_figures() as figures')).figures;
}
