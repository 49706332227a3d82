import { z } from 'zod';
import { MAX_LIMIT } from './paths.ts';
import { PlainText } from './vocabulary.ts';

export { MAX_LIMIT };

const DEFAULT_LIMIT = 100;

/** Digits are a number; `0x2`, `1e0` and a list are not. */
const digits = (value: unknown) => (typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value);

/** How many rows a page has. */
export const limit = z
  .preprocess(
    digits,
    z
      .number('limit is a whole number')
      .int('limit is a whole number')
      .min(1, 'limit is at least 1')
      .max(MAX_LIMIT, `limit is at most ${MAX_LIMIT}`)
      .default(DEFAULT_LIMIT),
  )
  .describe(`Rows per page, at most ${MAX_LIMIT}.`);

const cursor = PlainText.optional().describe('`meta.next` of the page before; only for the same sort and filters.');

/** The query of a list: its filters, `sort` by one of its columns (`-` for descending), `limit` and `cursor`. */
export function listQuery<Filters extends z.ZodRawShape, const Column extends string>(
  filters: Filters,
  sort: readonly [Column, ...Column[]],
  usual: Column | `-${Column}` = sort[0],
) {
  const choices = sort.flatMap((column): (Column | `-${Column}`)[] => [column, `-${column}`]);
  return z.strictObject({
    ...filters,
    sort: z
      .literal(choices)
      .default(usual)
      .describe(`One of ${sort.join(', ')}; a leading \`-\` turns it round.`),
    limit,
    cursor,
  });
}
