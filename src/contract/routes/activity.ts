import { z } from 'zod';
import { ScanStatus } from '../answers/coverage.ts';
import { listQuery } from '../paging.ts';
import { PATHS } from '../paths.ts';
import { PlainText } from '../vocabulary.ts';
import { GovernedWrite, GuardFinding, GuardMode } from '../answers/writes.ts';
import { nothing } from './filters.ts';
import type { Route } from './route.ts';

const OpenPermit = z.object({
  id: z.number().int(),
  collections: z.array(z.string()).nullable().describe('null: every collection.'),
  reason: z.string(),
  created_at: z.iso.datetime(),
  created_by: z.string(),
  expires_at: z.iso.datetime(),
  closed_at: z.iso.datetime().nullable(),
  open: z.boolean(),
});

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
      .array(z.object({ collection: z.string(), table_owner: z.string(), directus_owner: z.string(), fix: z.string() }))
      .describe('Collections that no guard can be put on, because their table belongs to another role.'),
    windows: z.array(OpenPermit).describe('Open change windows.'),
    overrides: z.array(OpenPermit).describe('Open overrides.'),
    obstacles: z
      .array(
        z.object({
          group: z.string().nullable().describe('null: the deployment.'),
          collection: z.string().nullable(),
          finding: GuardFinding,
          explanation: z.string(),
        }),
      )
      .describe('What `enforce` would block, for the deployment and for each group that is not in that mode.'),
  })
  .meta({ id: 'GuardStatus' });
export type GuardStatus = z.infer<typeof GuardStatus>;

/** Activity seen in Directus: scans, recorded writes, guards. */
export const ACTIVITY_ROUTES = {
  scanStatus: {
    path: PATHS.scanStatus,
    access: 'readers',
    cached: 'by_answer',
    answers: 'object',
    summary: 'The last scan, the ruleset and the cursor',
    query: nothing,
    data: ScanStatus,
  },
  writes: {
    path: PATHS.writes,
    access: 'readers',
    cached: 'by_answer',
    answers: 'list',
    summary: 'Who really changed this: the recorded writes to governed collections',
    query: listQuery(
      {
        object: PlainText.optional().describe('Only this collection: `collection:articles` or `articles`.'),
        item: PlainText.optional().describe('Only the item with this key.'),
      },
      ['written_at'],
      '-written_at',
    ),
    data: GovernedWrite,
  },
  guards: {
    path: PATHS.guards,
    access: 'confidential',
    cached: 'by_answer',
    answers: 'object',
    summary: 'State of the guards: modes, what is not armed, what they saw, what enforcing would block',
    query: nothing,
    data: GuardStatus,
  },
} as const satisfies Record<string, Route>;
