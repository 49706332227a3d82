import tiers from '../../../../../release/tiers?tiers';

/** A figure before and after something. */
export interface Figure {
  name: string;
  from: number;
  to: number;
}

/** The figures of the tiers of this version; one without a label is of use to programs only. */
const KNOWN = new Map(tiers.flatMap(({ figures }) => figures).map(({ name, label }) => [name, label ?? null]));

/**
 * Reads `{ from: { gap: 210, … }, to: { gap: 0, … } }`, as releases and the requests about them have it: the figures that have a label
 * in the order of their tiers, then those of other versions. Nothing where it is something else.
 */
export function figuresOf({ from, to }: { from?: unknown; to?: unknown }): Figure[] {
  return inOrder(namesIn(to)).flatMap((name) => {
    const [before, after] = [numberIn(from, name), numberIn(to, name)];
    return before === null || after === null ? [] : [{ name, from: before, to: after }];
  });
}

/** The figures that a tier changes, out of its `{ gap: { from, to }, … }`. */
export function changesOf(expected: Readonly<Record<string, { from: number; to: number }>>): Figure[] {
  return inOrder(Object.keys(expected)).flatMap((name) => {
    const delta = expected[name];
    return delta === undefined || delta.from === delta.to ? [] : [{ name, ...delta }];
  });
}

/** The name of a figure in English: for those that the pages have no words for. */
export function labelOf(name: string): string {
  return KNOWN.get(name) ?? name;
}

function inOrder(names: readonly string[]): string[] {
  const known = [...KNOWN].flatMap(([name, label]) => (label === null ? [] : [name]));
  return [...known, ...names.filter((name) => !KNOWN.has(name)).sort()];
}

function namesIn(figures: unknown): string[] {
  return typeof figures === 'object' && figures !== null ? Object.keys(figures) : [];
}

function numberIn(figures: unknown, name: string): number | null {
  if (typeof figures !== 'object' || figures === null) return null;
  const value: unknown = Object.entries(figures).find(([key]) => key === name)?.[1];
  return typeof value === 'number' ? value : null;
}
