import { z } from 'zod';
import { personal, prose } from '../personal.ts';
import { Moment, Sha256 } from '../vocabulary.ts';
import { RequestStatus } from './ratification.ts';
import { ReleaseChanges } from './release-changes.ts';

const count = z.coerce.number().int().nonnegative();

const ReleaseKind = z.enum(['foundation', 'change']);
export const ReleaseState = z.enum(['draft', 'rehearsed', 'ratified', 'applied', 'rolled_back']);
export type ReleaseState = z.infer<typeof ReleaseState>;

/** The figures of a release by name: each tier brings its own. */
const Figures = z.record(z.string(), count);

/** A release in a list. */
export const ReleaseSummary = z
  .object({
    release: z.string(),
    kind: ReleaseKind,
    status: ReleaseState,
    packet_tree_sha256: Sha256,
    request: z.string().nullable().describe('The request that people decide about; null before anybody was asked.'),
    request_status: RequestStatus.nullable(),
    rehearsals: count.describe('Rehearsals of exactly this packet.'),
    verified: z
      .boolean()
      .nullable()
      .describe(
        'Whether the votes and signatures verify that an applied release rests on; null where it is not applied. false is critical: roll it back.',
      ),
    created_at: Moment,
    applied_at: Moment.nullable(),
    rolled_back_at: Moment.nullable(),
  })
  .meta({ id: 'ReleaseSummary' });
export type ReleaseSummary = z.infer<typeof ReleaseSummary>;

/** A figure before a tier and after it. */
const Delta = z.object({ from: count, to: count });

const Tier = z.object({
  tier: count,
  title: z.string(),
  file: z.string(),
  sha256: Sha256,
  gate: z.string().describe('What has to hold before it runs.'),
  stop_condition: z.string(),
  rollback: z.string().nullable().describe('The file that takes it back; null where it writes nothing.'),
  expected: z.record(z.string(), Delta),
});

/** Outcome of one run of a release. */
const Run = z.object({
  action: z.string().describe('`apply` or `rollback`.'),
  outcome: z
    .string()
    .describe('`applied`, `rolled_back`, `nothing_to_do`, `dry_run`, `refused` or `cut` (the connection was lost).'),
  at: Moment,
  milliseconds: count,
  by: personal(z.string()).describe('As the ledger names them.'),
  message: prose().optional(),
  tiers: z.array(z.object({ tier: count, title: z.string(), milliseconds: count })).optional(),
  entry: z.string().optional().describe('The fingerprint that it found.'),
  exit: z.string().optional().describe('The fingerprint that it left.'),
});

/** One release, whole. */
export const ReleaseDetail = ReleaseSummary.extend({
  from: Figures,
  to: Figures,
  changes: ReleaseChanges.nullable().describe('What it changes, as its request says; null where there is none.'),
  tiers: z.array(Tier),
  runs: z.array(Run).describe('What happened here, the first first.'),
  entry_fingerprint: Sha256.nullable(),
  rehearsed_fingerprint: Sha256.nullable(),
  exit_fingerprint: Sha256.nullable(),
  rehearsal_list: z.array(
    z.object({
      database: z.string(),
      mode: z.string(),
      performed_at: Moment,
      before: Sha256,
      after_apply: Sha256,
      after_rollback: Sha256,
    }),
  ),
  verify_command: z.string(),
  rollback_command: z.string(),
}).meta({ id: 'ReleaseDetail' });
export type ReleaseDetail = z.infer<typeof ReleaseDetail>;

/** A run permit: one run of one release by one operator, until it expires. */
export const RunPermit = z
  .object({
    auth_code: z.string(),
    request_code: z.string(),
    granted_by: z.string(),
    granted_to: z.string(),
    expires_at: Moment,
    scope: z.object({ release: z.string(), packet: Sha256, steps: z.array(count) }),
  })
  .meta({ id: 'RunPermit' });
export type RunPermit = z.infer<typeof RunPermit>;
