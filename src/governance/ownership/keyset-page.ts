import { createHash } from 'node:crypto';
import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import { quoteIdentifier } from '../../database/sql-text.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRows } from '../../database/parse-rows.ts';

/** Parts of a list. Names are ours, never the caller's. */
export interface List<Row extends z.ZodType> {
  /** A view, or a function that returns a table. */
  view: string;
  /** Of a function: what it is called with. */
  called?: readonly unknown[];
  /** Output name → SQL expression over the columns of the view. */
  columns: Record<string, string>;
  /** Sort name → columns of the view. The columns are NOT NULL. */
  sorts: Record<string, readonly string[]>;
  /** Columns that make a row unique: the last part of every order. */
  key: readonly string[];
  /** Filter name → SQL condition over the columns of the view, with `?` where the value goes. */
  filters: Record<string, string>;
  row: Row;
}

/** One page of a list. `next` is the cursor of the following page, null on the last one. */
export interface Page<Row> {
  rows: Row[];
  next: string | null;
}

interface Asked {
  sort: string;
  limit: number;
  cursor?: string | undefined;
  [filter: string]: unknown;
}

/**
 * Reads one page by keyset: from the last row of the page before, in the order asked for. Its cost does not grow with how
 * far into the list it is, and rows that come or go elsewhere shift nothing.
 *
 * @throws OneRoofError ONE_ROOF_BAD_REQUEST if the cursor is not one of this list, sort and filters.
 */
export async function keysetPage<Row extends z.ZodType>(
  session: ReadSession,
  list: List<Row>,
  asked: Asked,
): Promise<Page<z.output<Row>>> {
  const descending = asked.sort.startsWith('-');
  const order = [...new Set([...(list.sorts[asked.sort.replace(/^-/, '')] ?? []), ...list.key])];
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;

  const filters = Object.entries(list.filters).filter(([name]) => asked[name] !== undefined);
  const conditions = filters.map(([name, condition]) => condition.replace('?', bind(asked[name])));
  const question = digestOf([list.view, asked.sort, ...filters.map(([name]) => [name, asked[name]])]);
  if (asked.cursor !== undefined) {
    const after = readCursor(asked.cursor, question, order.length);
    conditions.push(
      `(${order.map(quoteIdentifier).join(', ')}) ${descending ? '<' : '>'} (${after.map(bind).join(', ')})`,
    );
  }

  const text = `
    select ${Object.entries(list.columns)
      .map(([name, expression]) => `${expression} as ${quoteIdentifier(name)}`)
      .join(', ')},
      jsonb_build_array(${order.map((column) => `${quoteIdentifier(column)}::text`).join(', ')}) as keyset_position
    from ${quoteIdentifier(list.view)}${list.called === undefined ? '' : `(${list.called.map(bind).join(', ')})`}
    ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''}
    order by ${order.map((column) => `${quoteIdentifier(column)} ${descending ? 'desc' : 'asc'}`).join(', ')}
    limit ${bind(asked.limit)}::integer + 1`;
  const outcome = await session.query(text, values).catch((error: unknown) => {
    // A forged position that is no value of its column: class 22, data exception.
    if (asked.cursor !== undefined && String((error as { code?: unknown }).code).startsWith('22'))
      throw wrongCursor(asked.cursor);
    throw error;
  });

  const more = outcome.rows.length > asked.limit;
  const rows = outcome.rows.slice(0, asked.limit);
  const last = rows.at(-1)?.['keyset_position'];
  return {
    rows: parseRows(list.row, { ...outcome, rows }),
    next: more ? writeCursor(question, z.array(z.string()).parse(last)) : null,
  };
}

const Cursor = z.tuple([z.string(), z.array(z.string())]);

/** A cursor that stands for a position of the list that `question` is the digest of. */
export function writeCursor(question: string, position: string[]): string {
  return Buffer.from(JSON.stringify([question, position])).toString('base64url');
}

/** The position that a cursor stands for. @throws OneRoofError ONE_ROOF_BAD_REQUEST if it belongs to another question. */
export function readCursor(cursor: string, question: string, length: number): string[] {
  const parsed = Cursor.safeParse(jsonOrUndefined(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success || parsed.data[0] !== question || parsed.data[1].length !== length) {
    throw wrongCursor(cursor);
  }
  return parsed.data[1];
}

function wrongCursor(cursor: string): OneRoofError {
  return new OneRoofError('ONE_ROOF_BAD_REQUEST', 'cursor is not a cursor of this list', {
    subject: 'cursor',
    expected: 'meta.next of a page of the same list, with the same sort and filters',
    found: cursor.slice(0, 80),
    fix: 'Start again without a cursor.',
  });
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A short digest that tells one question from another. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 12);
}
