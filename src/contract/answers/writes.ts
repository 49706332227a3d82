import { z } from 'zod';
import { personal } from '../personal.ts';

/** Objection of a guard to a write. The rules are in guard_finding (SQL). */
export const GuardFinding = z.enum(['window_needed', 'policy_owner_needed', 'group_needed', 'execution_owner_needed']);

/** How the guards work: not at all, recording what they would refuse, refusing it. */
export const GuardMode = z.enum(['off', 'observe', 'enforce']);
export type GuardMode = z.infer<typeof GuardMode>;

export const GovernedWrite = z
  .object({
    written_at: z.iso.datetime(),
    collection: z.string(),
    item: z.string().nullable().describe('The key; null where a statement wrote more items than are told apart.'),
    item_count: z.coerce.number().int().nonnegative(),
    kind: z.enum(['item', 'schema']),
    operation: z.enum(['create', 'update', 'delete', 'truncate']),
    subject: z.string().nullable().describe('What of the schema was changed: `field title`.'),
    attribution: z
      .enum(['user', 'no_user', 'unattributed'])
      .describe(
        '`user`: Directus noted one in the same transaction. `no_user`: it noted that there was none (public access, a flow with full access). `unattributed`: it noted nothing.',
      ),
    user_id: personal(z.uuid().nullable()),
    finding: GuardFinding.nullable().describe('The rule of a guard that it broke.'),
    permit: z.string().nullable().describe('What let it pass: `window:7`, `override:3`.'),
    database_role: z.string(),
    application: z.string().nullable().describe('What the client calls itself in the database.'),
  })
  .meta({ id: 'GovernedWrite' });
export type GovernedWrite = z.infer<typeof GovernedWrite>;
