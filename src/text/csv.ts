import { stringify } from 'csv-stringify/sync';
import { visible } from './unprintable.ts';

declare const made: unique symbol;

/** CSV (RFC 4180); made by csv() alone. */
export type Csv = string & { readonly [made]: true };

/** A value that a spreadsheet would compute: the signs that begin a formula, also in full width, and behind spaces and apostrophes, which some remove. */
const FORMULA = /^'*\s*[=+\-@＝＋－＠]/u;

/**
 * Rows as CSV that a spreadsheet shows and does not run: text that would be a formula begins with an apostrophe, and what nobody would see
 * is shown. Line breaks and tabs within a text stay, quoted. The header is there without rows too.
 */
export function csv(rows: readonly Record<string, unknown>[], columns?: readonly string[]): Csv {
  return stringify([...rows], {
    header: true,
    ...(columns === undefined ? {} : { columns: [...columns] }),
    cast: { boolean: String, string: cell, object: (value) => cell(JSON.stringify(value)) },
    record_delimiter: 'windows',
  }) as Csv;
}

function cell(text: string): string {
  const shown = text.replace(/[^\n\t]+/g, visible);
  return FORMULA.test(shown) ? `'${shown}` : shown;
}
