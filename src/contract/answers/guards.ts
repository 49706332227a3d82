import { z } from 'zod';
import { GuardFinding, GuardMode } from './writes.ts';

/** A change window or an override. */
export const Permit = z.object({
  id: z.coerce.number().int(),
  collections: z.array(z.string()).nullable().describe('null: every collection.'),
  reason: z.string(),
  created_at: z.iso.datetime(),
  created_by: z.string(),
  expires_at: z.iso.datetime(),
  closed_at: z.iso.datetime().nullable(),
  open: z.boolean(),
});

export type Permit = z.infer<typeof Permit>;

/** Present work that `enforce` would block. */
export const Obstacle = z.object({ collection: z.string().nullable(), finding: GuardFinding, explanation: z.string() });
export type Obstacle = z.infer<typeof Obstacle>;

/**
 * A table in Directus's schema that belongs to a role whose rights Directus does not have, and the statement that mends
 * it.
 */
export const ForeignTable = z.object({
  collection: z.string(),
  table_owner: z.string(),
  directus_owner: z.string(),
  fix: z.string(),
});
export type ForeignTable = z.infer<typeof ForeignTable>;

/** State of the guards: their modes, what is not armed, what they saw, and what enforcing would block. */
export const GuardStatus = z
  .object({
    mode: GuardMode,
    groups: z.array(z.object({ group: z.string(), mode: GuardMode })).describe('Groups with a mode of their own.'),
    owned_writes: z.array(z.string()).describe('Collections whose items need an accountable owner of `execution`.'),
    armed: z.coerce.number().int().nonnegative().describe('Triggers in place.'),
    unarmed: z.array(
      z.object({
        relation: z.string(),
        trigger: z.string(),
        state: z.enum(['missing', 'disabled', 'changed', 'leftover']),
      }),
    ),
    findings: z
      .array(
        z.object({ collection: z.string(), finding: GuardFinding, times: z.number().int(), last_at: z.iso.datetime() }),
      )
      .describe('Writes of the last seven days that broke a rule of a guard.'),
    drift: z
      .array(
        z.object({
          collection: z.string(),
          added: z.array(z.string()),
          removed: z.array(z.string()),
          rewritten: z.array(z.string()),
        }),
      )
      .describe('Tables that were changed past the guards.'),
    foreign_tables: z
      .array(ForeignTable)
      .describe('Collections that no guard can be put on, because their table belongs to another role.'),
    windows: z.array(Permit).describe('Open change windows.'),
    overrides: z.array(Permit).describe('Open overrides.'),
    obstacles: z
      .array(Obstacle.extend({ group: z.string().nullable().describe('null: the deployment.') }))
      .describe(
        'What `enforce` blocks now or would block, for the deployment and for each group with a mode of its own.',
      ),
  })
  .meta({ id: 'GuardStatus' });
export type GuardStatus = z.infer<typeof GuardStatus>;
