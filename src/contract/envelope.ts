import { z } from 'zod';

/** `{ data, meta }`: what every answer that is not an error looks like. */
export function objectEnvelope<Data extends z.ZodType>(data: Data) {
  return z.object({ data, meta: z.object({}) });
}

/** A page of a list. `meta.next` is the cursor of the next page, null on the last one. */
export function listEnvelope<Row extends z.ZodType>(row: Row) {
  return z.object({ data: z.array(row), meta: z.object({ next: z.string().nullable() }) });
}

/** `{ errors: [...] }`: Directus's own form of an error. */
export const ErrorEnvelope = z
  .object({
    errors: z.array(
      z.object({
        message: z.string(),
        extensions: z.looseObject({
          code: z.string(),
          subject: z.string().optional().describe('What the error is about.'),
          expected: z.string().optional(),
          found: z.string().optional(),
          fix: z.string().optional().describe('What to do about it.'),
        }),
      }),
    ),
  })
  .meta({ id: 'Errors', description: 'What went wrong, what was expected, what was found, what to do.' });
