import type { Delta } from '../tiers-document.ts';

/** Text that people wrote, as one line of Markdown in which nothing of it is markup. */
export function inline(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]<>|#~]/g, '\\$&');
}

/** A word of a shell: nothing in it is expanded. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A block of code. */
export function code(...lines: string[]): string {
  return ['```sh', ...lines, '```'].join('\n');
}

/** A table of Markdown. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** `0 → 30`; a figure that stays: `30`. */
export function delta({ from, to }: Delta): string {
  return from === to ? String(to) : `${from} → ${to}`;
}

/** `1 collection`, `35 collections`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A document: its parts with a blank line between, and a line break at the end. */
export function paragraphs(...parts: readonly (string | null)[]): string {
  return `${parts.filter((part) => part !== null).join('\n\n')}\n`;
}
