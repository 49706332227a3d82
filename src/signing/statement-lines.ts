import { z } from 'zod';
import { SHA256 } from '../contract/digest.ts';
import { OneRoofError } from '../contract/errors.ts';

/**
 * Characters that nobody may hide in a line that people read and sign: line breaks and other controls, marks that turn the direction
 * of writing or cannot be seen, halves of characters. The two joiners that languages need to spell are allowed.
 */
const HIDDEN = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** A text on one line of a statement. */
export const Line = z
  .string()
  .min(1)
  .max(500)
  .refine((text) => !HIDDEN.test(text), 'has no line breaks, control characters or invisible characters in it')
  .refine((text) => text === text.trim(), 'neither begins nor ends with a space');

/** A sha256 in hex. */
export const Digest = z.string().regex(SHA256, '64 hex digits, lower case');

/** ISO 8601 in UTC, to the millisecond, as every time in a statement. */
export const Moment = z.iso.datetime({ precision: 3 });

/** A database: the random id of its declaration and its epoch, see environment_name() (SQL). */
export const EnvironmentName = z.string().regex(/^(none|[0-9a-f-]{36})\/\d{1,9}$/, 'an environment and its epoch');

/** Prints a statement: its first line, then a line for each value. UTF-8, LF after every line; a value that is null is `none`. */
export function printLines(first: string, values: Readonly<Record<string, string | number | null>>): string {
  return [first, ...Object.entries(values).map(([name, value]) => `${name}: ${value ?? 'none'}`)]
    .map((line) => `${line}\n`)
    .join('');
}

/**
 * The values of a statement by name, as they stand there; `none` is null. Whether the text has the one form of a statement, printing it
 * again tells.
 *
 * @param texts the names whose value may be the word `none`.
 */
export function parseLines(text: string, texts: readonly string[]): Record<string, string | null> {
  if (text.length > 8000) return {};
  const values: Record<string, string | null> = {};
  for (const line of text.split('\n').slice(1, -1)) {
    const [, name = '', value = ''] = /^([a-z_]+): (.+)$/u.exec(line) ?? [];
    values[name] = value === 'none' && !texts.includes(name) ? null : value;
  }
  return values;
}

/** The refusal of a value that a line cannot hold, naming its field. */
export function badStatement(error: z.ZodError): OneRoofError {
  const [issue] = error.issues;
  const field = issue?.path.join('.') ?? '';
  return new OneRoofError('ONE_ROOF_BAD_REQUEST', `${field} cannot be part of a signed statement`, {
    subject: field,
    expected: issue?.message ?? 'a value of one line',
    found: 'something else',
    fix: 'Correct the value. Nothing is signed that cannot be read as it is.',
  });
}
