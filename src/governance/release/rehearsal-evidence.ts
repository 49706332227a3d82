import { z } from 'zod';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What a rehearsal leaves beside the payload of its packet. It authorises nothing. */
export const RehearsalEvidence = z.strictObject({
  version: z.literal(1),
  release: z.string(),
  packet_tree_sha256: Sha256,
  mode: z.enum(['TXN', 'SNAP']),
  formula: Sha256,
  postgresql_major: z.number().int(),
  before: Sha256,
  after_apply: Sha256,
  after_rollback: Sha256,
  /** The clone. */
  performed_on: z.string(),
  performed_at: z.iso.datetime(),
  /** Production before and after the rehearsal; null where it was not looked at. */
  production: z.strictObject({ entry: Sha256, exit: Sha256 }).nullable(),
  tiers: z.array(z.strictObject({ tier: z.number().int(), title: z.string(), milliseconds: z.number() })),
});
export type RehearsalEvidence = z.infer<typeof RehearsalEvidence>;
