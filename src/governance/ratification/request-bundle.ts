import { z } from 'zod';
import { Decision, Seat } from '../../contract/ratification.ts';
import { StoredAct, Time } from './verify-act.ts';

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
const Count = z.coerce.number().int().min(0);

/** A row of approval_requests, with its derived status. */
export const BundledRequest = z.object({
  code: z.string(),
  revision: z.number().int(),
  /** The bytes that people decided about: JSON, as the database wrote it. */
  revision_content: z.string(),
  revision_digest: Digest,
  subject: z.string(),
  action: z.string(),
  proposed_action_code: z.string().nullable(),
  title: z.string(),
  packet_tree_sha256: Digest.nullable(),
  plan_digest: Digest.nullable(),
  proposer: z.string(),
  proposer_user: z.string(),
  expires_at: Time,
  status: z.string(),
});
export type BundledRequest = z.infer<typeof BundledRequest>;

/** A row of apr_approvals; `problem` is why the database does not count it (v_request_vote). */
const BundledVote = z.object({
  revision: z.number().int(),
  revision_digest: Digest,
  method: z.string(),
  statement: z.string().nullable(),
  public_key: z.string().nullable(),
  assertion: z.unknown(),
  approver: z.string(),
  approver_user: z.string(),
  approver_type: z.enum(['human', 'ai_council']),
  seat: Seat,
  decision: Decision,
  rationale: z.string(),
  signed_at: Time,
  problem: z.string().nullable(),
});
export type BundledVote = z.infer<typeof BundledVote>;

/** A row of governance_seat. */
const BundledSeat = z.object({ seat: Seat, person: z.string(), user_id: z.string(), since: Time, vacated_at: Time.nullable() });

/** Something that was counted in the database when the bundle was made, and what it should have been. */
const Fact = z.object({ name: z.string(), expected: z.string(), found: z.string() });
export type Fact = z.infer<typeof Fact>;

/**
 * Everything about one request that somebody needs to judge it without us: no database, no network, no Directus. JSON. What it
 * holds besides the signatures is what the database said; the signatures prove what they are about.
 */
export const RequestBundle = z.object({
  format: z.literal('one-roof-request-bundle/2'),
  generated_at: Time,
  database: z.string(),
  /** All requests of the code that was asked for: one. */
  requests: z.array(BundledRequest),
  policy: z.object({
    profile: z.string(),
    methods: z.array(z.string()),
    pinning: z.string().optional(),
    cooling_hours: Count,
    approval_ref: z.string(),
  }),
  /** The row of apr_quorum_policy for the risk of the request. */
  quorum: z.object({
    risk_level: z.string(),
    president_votes: Count,
    council_votes: Count,
    any_votes: Count,
    signing_seats: z.array(Seat),
  }),
  seats: z.array(BundledSeat),
  votes: z.array(BundledVote),
  /** Rows of v_bound_signature. */
  signatures: z.array(
    StoredAct.pick({
      signer: true,
      signer_user: true,
      method: true,
      meaning: true,
      signed_at: true,
      public_key: true,
      assertion: true,
      statement: true,
    }).extend({
      problem: z.string().nullable(),
    }),
  ),
  /** The name of the database in statements. */
  environment: z.string(),
  /** The lines of the trust file about those who signed. */
  trust: z.string(),
  ledger_head: z.object({ seq: Count, hash: z.string().nullable() }),
  /** What had to stay as it was. */
  baseline: z.array(Fact),
  /** What had to be gone. */
  residue: z.array(Fact),
});
export type RequestBundle = z.infer<typeof RequestBundle>;
