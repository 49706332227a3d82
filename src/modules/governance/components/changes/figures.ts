/** A figure before and after something. */
export interface Figure {
  name: string;
  from: number;
  to: number;
}

/** The figures that are told, in this order; the others are of use to programs only. */
const TOLD = ['own', 'gap', 'conflict', 'effective', 'outbox'];

/** Reads `{ from: { gap: 210, … }, to: { gap: 0, … } }`, as releases and the requests about them have it; nothing where it is something else. */
export function figuresOf({ from, to }: { from?: unknown; to?: unknown }): Figure[] {
  return TOLD.flatMap((name) => {
    const [before, after] = [numberIn(from, name), numberIn(to, name)];
    return before === null || after === null ? [] : [{ name, from: before, to: after }];
  });
}

/** The figures that a tier changes, out of its `{ gap: { from, to }, … }`. */
export function changesOf(expected: Readonly<Record<string, { from: number; to: number }>>): Figure[] {
  return TOLD.flatMap((name) => {
    const delta = expected[name];
    return delta === undefined || delta.from === delta.to ? [] : [{ name, ...delta }];
  });
}

function numberIn(figures: unknown, name: string): number | null {
  if (typeof figures !== 'object' || figures === null) return null;
  const value: unknown = Object.entries(figures).find(([key]) => key === name)?.[1];
  return typeof value === 'number' ? value : null;
}
