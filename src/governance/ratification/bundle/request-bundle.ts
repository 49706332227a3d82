import { z } from 'zod';
import { SHA256 } from '../../../contract/digest.ts';
import { Seat } from '../../../contract/answers/ratification.ts';
import { KeptAct } from '../requests/verified-acts.ts';
import { Time } from '../../../signing/verify-act.ts';

const Digest = z.string().regex(SHA256);
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
  /** True if it was carried out. It is then judged by what counted at that time. */
  carried_out: z.boolean(),
});
export type BundledRequest = z.infer<typeof BundledRequest>;

/**
 * An act that people signed: about the request, or one about the same packet that was tampered with. `problem` is why the database does not
 * count a vote (v_request_vote) or a signature (v_bound_signature) as things are now.
 */
export const BundledAct = KeptAct.omit({ is_past: true }).extend({
  /** Of a vote. */
  seat: Seat.nullable(),
  approver_type: z.enum(['human', 'ai_council']).nullable(),
  problem: z.string().nullable(),
});
export type BundledAct = z.infer<typeof BundledAct>;

/** A row of governance_seat. */
const BundledSeat = z.object({
  seat: Seat,
  person: z.string(),
  user_id: z.string(),
  since: Time,
  vacated_at: Time.nullable(),
});

/** Something that was read in the database when the bundle was made, and what it should have been. */
const Fact = z.object({ name: z.string(), expected: z.string(), found: z.string() });
export type Fact = z.infer<typeof Fact>;

/**
 * Everything about one request that somebody needs to judge it without us: no database, no network, no Directus. JSON. What it
 * holds besides the signatures is what the database said, counting only what verified there, as the gate does; the signatures prove what
 * they are about.
 */
export const RequestBundle = z.object({
  format: z.literal('one-roof-request-bundle/3'),
  generated_at: Time,
  database: z.string(),
  /** The name of the database in statements. */
  environment: z.string(),
  /** All requests of the code that was asked for: one. */
  requests: z.array(BundledRequest),
  /** The policy by which it was, or is to be, decided. */
  policy: z.object({
    profile: z.string(),
    methods: z.array(z.string()),
    vote_proof: z.string(),
    pinning: z.string(),
    cooling_hours: Count,
    approval_ref: z.string(),
  }),
  /** Votes and signature that the policy requires. */
  quorum: z.object({
    risk_level: z.string(),
    president_votes: Count,
    council_votes: Count,
    any_votes: Count,
    signing_seats: z.array(Seat),
    rejections: Count,
  }),
  seats: z.array(BundledSeat),
  acts: z.array(BundledAct),
  /**
   * True if the proposer confirmed it. With two people that takes their signature, or a session of theirs if the policy
   * allows it.
   */
  confirmed: z.boolean(),
  /** The lines of the trust file about those who signed. */
  trust: z.string(),
  ledger_head: z.object({ seq: Count, hash: z.string().nullable() }),
  /** Conditions of the gate about those who ratified it. */
  ratified: z.array(Fact),
  /** Facts that had to stay as they were. */
  baseline: z.array(Fact),
  /** Things that had to be gone. */
  residue: z.array(Fact),
});
export type RequestBundle = z.infer<typeof RequestBundle>;
