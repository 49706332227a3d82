import { terminal } from '../text/terminal.ts';
import type { TerminalText } from '../text/terminal.ts';
import { visible } from '../text/unprintable.ts';

/** Output of a command: a text for people, or one JSON object on one line for machines. */
export interface Printout {
  json: unknown;
  text: TerminalText;
}

/** A table with aligned columns; numbers to the right. */
export function table(header: readonly string[], rows: readonly (readonly (string | number | null)[])[]): TerminalText {
  const lines = [header, ...rows].map((row) => row.map((cell) => (cell === null ? '–' : String(cell))));
  const widths = header.map((_, column) => Math.max(...lines.map((line) => visible(line[column] ?? '').length)));
  const isNumber = header.map((_, column) =>
    rows.every((row) => typeof row[column] === 'number' || row[column] === null),
  );
  return terminal(
    ...lines.map((line) =>
      line
        .map((cell, column) => {
          const space = ' '.repeat((widths[column] ?? 0) - visible(cell).length);
          return isNumber[column] ? space + cell : cell + space;
        })
        .join('  ')
        .replace(/ +$/, ''),
    ),
  );
}

/** `1 gap`, `210 gaps`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
