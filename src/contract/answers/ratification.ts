import { z } from 'zod';
import { personal, prose } from '../personal.ts';
import { ReleaseChanges } from './release-changes.ts';
import { GovernanceCode, Moment, PlainText, Sha256 } from '../vocabulary.ts';

const count = z.coerce.number().int().nonnegative();

export const Seat = z.enum(['president', 'council', 'ai_council']);
export const VoteChoice = z.enum(['approve', 'reject', 'abstain']);
export type VoteChoice = z.infer<typeof VoteChoice>;
export const SigningMethod = z.enum(['passkey', 'ssh', 'password']);
export type SigningMethod = z.infer<typeof SigningMethod>;
/** Status of a request, derived in request_status (SQL). */
export const RequestStatus = z.enum([
  'pending',
  'approved',
  'rejected',
  'conflicted',
  'superseded',
  'withdrawn',
  'deadlocked',
  'expired',
  'applied',
]);
export type RequestStatus = z.infer<typeof RequestStatus>;

/** Meaning of a signature unless the signer says otherwise. */
export const DEFAULT_MEANING = 'I have read this request and authorise what it asks for.';

/** Meaning of a signature, in the words of the signer. */
export const Meaning = PlainText.max(500);

/** Why a vote or signature does not count, or a person's would not; the meanings are in seat_problem and v_request_vote (SQL). */
const WordProblem = z.string();

/** A request in a list. */
export const RequestSummary = z
  .object({
    code: GovernanceCode,
    subject: z.string().describe('`release:CODE`, `policy`, `seats`, `event:DOMAIN.TYPE`.'),
    title: z.string(),
    status: RequestStatus,
    risk_level: z.enum(['low', 'medium', 'high']),
    priority: z.enum(['critical', 'high', 'normal', 'low']),
    revision: z.coerce.number().int().positive(),
    revision_digest: Sha256,
    words: z.string().describe('Six words for the digest, to compare by ear what two channels say.'),
    proposer: z.string(),
    created_at: Moment,
    expires_at: Moment,
    votes: z.object({ approve: count, reject: count, abstain: count }).describe('Votes on this revision that count.'),
    signatures: count.describe('Signatures on this revision that count.'),
    waits_for_me: z.boolean().describe('Whether the caller can vote, sign or confirm now.'),
  })
  .meta({ id: 'RequestSummary' });
export type RequestSummary = z.infer<typeof RequestSummary>;

const Vote = z.object({
  person: personal(z.string()),
  seat: Seat,
  choice: VoteChoice,
  rationale: z.string(),
  method: z.enum(['passkey', 'ssh', 'session']),
  signed_at: Moment,
  problem: WordProblem.nullable().describe('Why it does not count; null where it does.'),
  fix: prose().nullable(),
});

const Signature = z.object({
  person: personal(z.string()),
  method: SigningMethod,
  meaning: z.string(),
  printed_name: prose(),
  signed_at: Moment,
  problem: WordProblem.nullable().describe('Why it does not count; null where it does and its assertion verifies.'),
  fix: prose().nullable(),
});

/** Holder of a seat, and what they could do about a request now. */
const Holder = z.object({
  seat: Seat,
  person: personal(z.string()),
  name: prose(),
  can_vote: z.boolean(),
  can_sign: z.boolean(),
  has_voted: z.boolean(),
  problem: WordProblem.nullable(),
});

/** Step that is still missing, in words, and who can do it. */
const Missing = z.object({
  kind: z
    .enum(['president', 'council', 'any', 'signature', 'confirmation', 'conflict', 'deciders'])
    .describe('`president`, `council`, `any`: votes of those.'),
  n: count.describe('How many of it.'),
  what: prose(),
  who: z.array(personal(z.string())),
});

/** Acts that the caller may do on a request now. */
const Abilities = z.object({
  vote_as: Seat.nullable(),
  sign: z.boolean(),
  confirm: z.boolean(),
  permit: z.boolean().describe('Whether they may permit a run of the release that it is about.'),
  by_session: z.boolean().describe('Whether a vote, a confirmation or a run permit needs no key here.'),
  key_methods: z
    .array(z.enum(['passkey', 'ssh']))
    .describe('The keys by which this person could prove an act here and now.'),
  withdraw: z.boolean(),
  methods: z.array(SigningMethod).describe('The methods by which this person could sign here and now.'),
  why_not: z.string().nullable().describe('Why they can neither vote nor sign.'),
});

/** Separation of duties, checked before a round opens: seats that nobody could fill, and the smallest change that mends it. */
const Separation = z.object({ ok: z.boolean(), problems: z.array(z.object({ problem: prose(), fix: prose() })) });

/** One request, whole. */
export const RequestDetail = RequestSummary.extend({
  action: z.enum(['modify', 'delete', 'review']),
  proposed_action_code: z.string().nullable(),
  proposed_action: z.record(z.string(), z.unknown()),
  evidence: z.record(z.string(), z.unknown()),
  packet_tree_sha256: Sha256.nullable(),
  packet_words: z
    .string()
    .nullable()
    .describe('Six words for the packet: what `OWNER.md` means, and `one-roof words PACKET` prints.'),
  changes: ReleaseChanges.nullable().describe('What a release changes, as the request says; null where it says none.'),
  plan_digest: Sha256.nullable(),
  confirmed_at: Moment.nullable(),
  superseded_by: z.string().nullable(),
  withdrawn_reason: z.string().nullable(),
  vote_list: z.array(Vote),
  signature_list: z.array(Signature),
  quorum: z.array(
    z.object({ seat: z.enum(['president', 'council', 'any']), needed: count, have: count, possible: count }),
  ),
  rejections_needed: count.describe('How many rejections end it: by the policy, more for seats than for the rest.'),
  holders: z.array(Holder),
  missing: z.array(Missing),
  separation: Separation,
  abilities: Abilities,
  profile: z.enum(['observe', 'two_person', 'council']),
  default_meaning: Meaning.describe('What a signature means unless the signer says otherwise.'),
  rehearsal: z
    .object({ performed_at: Moment, database: z.string(), before: z.string(), after_apply: z.string() })
    .nullable()
    .describe('The last rehearsal of exactly this packet.'),
}).meta({ id: 'RequestDetail' });
export type RequestDetail = z.infer<typeof RequestDetail>;

/**
 * Source of the keys that count: the trust file only, or the signature of the other person as well (two people only).
 */
export const Pinning = z.enum(['file', 'enrolled'], 'expected file or enrolled');

/** The people who decide, and by which policy. */
export const Council = z
  .object({
    profile: z.enum(['observe', 'two_person', 'council']),
    methods: z.array(SigningMethod),
    vote_proof: z.enum(['key', 'session']),
    pinning: Pinning,
    cooling_hours: z.coerce.number().int().nullable(),
    seats: z.array(
      z.object({
        seat: Seat,
        person: personal(z.string()),
        name: prose(),
        since: Moment,
        problem: WordProblem.nullable(),
      }),
    ),
    separation: Separation,
  })
  .meta({ id: 'Council' });
export type Council = z.infer<typeof Council>;

/** Requests that the caller may file. */
export const Filing = z
  .object({
    may_file: z
      .boolean()
      .describe(
        'Whether the caller may file a request: somebody holds a seat, and the caller is admitted (docs/ratification.md).',
      ),
  })
  .meta({ id: 'Filing' });
export type Filing = z.infer<typeof Filing>;

/** A passkey of the asking person. */
export const Passkey = z
  .object({
    credential_id: z.string(),
    label: z.string(),
    created_at: Moment,
    revoked_at: Moment.nullable(),
    pinned: z
      .boolean()
      .describe(
        'Whether its key is in the trust file, or confirmed where the policy says `pinning: enrolled`. Until it is, what it signs opens nothing.',
      ),
    trust_line: z.string().describe('The line that pins it.'),
  })
  .meta({ id: 'Passkey' });
export type Passkey = z.infer<typeof Passkey>;

/** A passkey of anybody, as those see it who may confirm that it is theirs. */
export const EnrolledKey = z
  .object({
    credential_id: z.string(),
    person: personal(z.string()).describe('Its holder, as the trust file would name them.'),
    label: z.string(),
    fingerprint: z.string().describe('`SHA256:…`, as `ssh-keygen -l` shows it.'),
    words: z.string().describe('Six words for the key, to compare with its holder on another channel.'),
    created_at: Moment,
    pinned: z.boolean().describe('Whether what it signs counts now.'),
    trust_line: prose().describe('The line that pins it in the trust file.'),
    confirmed_by: z
      .array(z.object({ person: personal(z.string()), signed_at: Moment, withdrawn_at: Moment.nullable() }))
      .describe('People who confirmed with a signature that the key is its holder’s.'),
    can_confirm: z.boolean().describe('Whether the caller could confirm it.'),
  })
  .meta({ id: 'EnrolledKey' });
export type EnrolledKey = z.infer<typeof EnrolledKey>;

/** All that somebody needs to judge a request without this server; see docs/ratification.md. */
export const RequestBundleFile = z
  .looseObject({ format: z.string(), generated_at: Moment })
  .meta({ id: 'RequestBundle', description: 'For `one-roof request verify FILE`: works offline.' });
