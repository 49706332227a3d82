import { z } from 'zod';
import { RequestStatus } from './ratification.ts';

const count = z.coerce.number().int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a sha256 in hexadecimal');
const moment = z.iso.datetime();

const ReleaseKind = z.enum(['foundation', 'change']);
export const ReleaseState = z.enum(['draft', 'rehearsed', 'ratified', 'applied', 'rolled_back']);
export type ReleaseState = z.infer<typeof ReleaseState>;

/** The figures that a release is about, as release_figures() (SQL) counts them. */
const Figures = z.record(z.string(), count);

/** A release in a list. */
export const ReleaseSummary = z
  .object({
    release: z.string(),
    kind: ReleaseKind,
    status: ReleaseState,
    packet_tree_sha256: sha256,
    request: z.string().nullable().describe('The request that people decide about; null before anybody was asked.'),
    request_status: RequestStatus.nullable(),
    rehearsals: count.describe('Rehearsals of exactly this packet.'),
    created_at: moment,
    applied_at: moment.nullable(),
    rolled_back_at: moment.nullable(),
  })
  .meta({ id: 'ReleaseSummary' });
export type ReleaseSummary = z.infer<typeof ReleaseSummary>;

/** A figure before a tier and after it. */
const Delta = z.object({ from: count, to: count });

const Tier = z.object({
  tier: count,
  title: z.string(),
  file: z.string(),
  sha256,
  gate: z.string().describe('What has to hold before it runs.'),
  stop_condition: z.string(),
  rollback: z.string().nullable().describe('The file that takes it back; null where it writes nothing.'),
  expected: z.record(z.string(), Delta),
});

/** What came of one run of a release. */
const Run = z.object({
  action: z.string().describe('`apply` or `rollback`.'),
  outcome: z.string().describe('`applied`, `rolled_back`, `nothing_to_do`, `dry_run` or `refused`.'),
  at: moment,
  milliseconds: count,
  by: z.string(),
  message: z.string().optional(),
  tiers: z.array(z.object({ tier: count, title: z.string(), milliseconds: count })).optional(),
  entry: z.string().optional().describe('The fingerprint that it found.'),
  exit: z.string().optional().describe('The fingerprint that it left.'),
});

/** One release, whole. */
export const ReleaseDetail = ReleaseSummary.extend({
  from: Figures,
  to: Figures,
  tiers: z.array(Tier),
  runs: z.array(Run).describe('What happened here, the first first.'),
  entry_fingerprint: sha256.nullable(),
  rehearsed_fingerprint: sha256.nullable(),
  exit_fingerprint: sha256.nullable(),
  rehearsal_list: z.array(
    z.object({ database: z.string(), mode: z.string(), performed_at: moment, before: sha256, after_apply: sha256, after_rollback: sha256 }),
  ),
  verify_command: z.string(),
  rollback_command: z.string(),
}).meta({ id: 'ReleaseDetail' });
export type ReleaseDetail = z.infer<typeof ReleaseDetail>;
