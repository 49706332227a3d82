import { z } from 'zod';
import { personal } from '../personal.ts';

const sequence = z.coerce.number().int();

/** A row of the ledger, without the rows that it is about: those stay in the database. */
export const LedgerRow = z
  .object({
    id: sequence,
    seq: sequence.nullable().describe('The place in the chain; null while the row waits for it.'),
    epoch: z
      .number()
      .int()
      .describe('Raised when the data moves to another database: transaction ids start over there.'),
    at: z.iso.datetime(),
    actor: personal(z.string().nullable()).describe(
      '`directus:<user id>`, `operator:<role>`, `session:<role>`; null once it was erased.',
    ),
    actor_kind: z.enum(['human', 'service', 'operator']),
    session_user: z.string().describe('The database role of the session.'),
    action: z.string().describe('The act, such as `plan.register`; `sql` where the writer did not name one.'),
    object: z.string(),
    relation: z.string().nullable().describe('The table that was changed; null for an act that changes none.'),
    operation: z.enum(['insert', 'update', 'delete']).nullable(),
    row_count: sequence.nullable(),
    reason: z.string().nullable().describe('null once it was erased.'),
    approval_ref: z.string().nullable(),
    before_digest: z.string().nullable(),
    after_digest: z.string().nullable(),
    hash: z.string().nullable(),
  })
  .meta({ id: 'LedgerRow' });

export const LedgerState = z
  .object({
    seq: sequence.describe('The place of the newest row in the chain; 0 while it is empty.'),
    hash: z
      .string()
      .nullable()
      .describe('Its hash: keep it elsewhere, and nobody can cut or rewrite what is before it unnoticed.'),
    epoch: z.number().int(),
    at: z.iso.datetime().nullable(),
    open_rows: sequence.describe(
      'Rows that are not in the chain yet; the next write, or `one-roof ledger checkpoint`, chains them.',
    ),
    checkpoint_seq: sequence.nullable(),
    checkpoint_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'LedgerState' });
