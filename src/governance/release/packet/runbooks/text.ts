import type { Delta } from '../tiers-document.ts';

/** A word of a shell: nothing in it is expanded. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** `0 → 30`; a figure that stays: `30`. */
export function delta({ from, to }: Delta): string {
  return from === to ? String(to) : `${from} → ${to}`;
}

/** `1 collection`, `35 collections`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
