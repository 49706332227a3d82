import { z } from 'zod';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { parseRow } from '../../../database/parse-rows.ts';
import { SOURCE } from './source/source-tiers.ts';
import type { SourceTier } from './source/source-tiers.ts';
import type { Deltas } from './tiers-document.ts';

type SourceFigure = SourceTier['figures'][number];

const FIGURES = SOURCE.tiers.flatMap(({ figures }) => figures.map(({ name }) => name));

/**
 * The figures of a release by name, as release_figures() (SQL) counts them: those of the tiers of this version in the order of
 * the tiers, then those of other versions.
 */
export const Figures = z.record(z.string(), z.number().int().nonnegative()).transform(inOrder);
export type Figures = z.infer<typeof Figures>;

function inOrder(figures: Readonly<Record<string, number>>): Record<string, number> {
  const others = Object.keys(figures).filter((name) => !FIGURES.includes(name));
  const names = [...FIGURES.filter((name) => Object.hasOwn(figures, name)), ...others.sort()];
  return Object.fromEntries(names.map((name) => [name, figures[name] ?? 0]));
}

/** The figures now, in the snapshot of the session. */
export async function releaseFigures(session: ReadSession): Promise<Figures> {
  return parseRow(z.object({ figures: Figures }), await session.query('select release_figures() as figures')).figures;
}

/** The figures of tiers that people are shown. */
export function shownFigures(tiers: readonly SourceTier[]): SourceFigure[] {
  return tiers.flatMap(({ figures }) => figures).filter(({ label }) => label !== undefined);
}

/** Figures that people are shown, before and after; one that was not counted is 0. */
export function deltasOf(tiers: readonly SourceTier[], from: Figures, to: Figures): Deltas {
  return Object.fromEntries(
    shownFigures(tiers).map(({ name }) => [name, { from: from[name] ?? 0, to: to[name] ?? 0 }]),
  );
}
