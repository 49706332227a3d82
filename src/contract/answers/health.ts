import { z } from 'zod';
import { EnvironmentKind, Mode } from '../vocabulary.ts';

/** Health of One-Roof. Anonymous callers see the status only. */
export const Health = z
  .object({
    status: z.enum(['ready', 'closed']),
    reason: z.string().optional().describe('Why it is closed.'),
    fix: z.string().optional().describe('What opens it.'),
    schema_version: z.string().optional().describe('The newest migration of the schema.'),
    mode: Mode.optional().describe(
      'Who owns the schema: simple, violations are detected; separated, they are prevented.',
    ),
    database: z.object({ name: z.string(), kind: EnvironmentKind }).optional(),
  })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof Health>;
