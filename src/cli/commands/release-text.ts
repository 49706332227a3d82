import type { Figures } from '../../governance/release/release-figures.ts';
import { table } from '../print.ts';

/** The figures before and after. */
export function figuresTable(from: Figures, to: Figures): string {
  const after = new Map<string, number>(Object.entries(to));
  return table(
    ['', 'before', 'after'],
    Object.entries(from).map(([name, value]) => [name, value, after.get(name) ?? null]),
  );
}
