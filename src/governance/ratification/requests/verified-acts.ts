import { z } from 'zod';
import type { RequestDetail } from '../../../contract/answers/ratification.ts';
import { SigningMethod } from '../../../contract/answers/ratification.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { parseRow, parseRows } from '../../../database/parse-rows.ts';
import { withConfirmedKeys } from '../council/enrolled-trust.ts';
import { verifiedRehearsals } from '../../rehearsal/verified-rehearsals.ts';
import type { Trust } from '../read-trust.ts';
import { parseStatement } from '../../../signing/statement.ts';
import { StoredAct, verifyAct } from '../../../signing/verify-act.ts';

export const KeptAct = StoredAct.extend({
  request_code: z.string(),
  /** As they stand there. Whether they are times, verifying tells: a row that somebody wrote past the table rules keeps no other from being judged. */
  expires_at: z.string(),
  signed_at: z.string(),
  /** True if it was signed on an earlier revision of its request. */
  is_past: z.boolean(),
  subject: z.string(),
  row_digest: z.string(),
  signature_id: z.string().nullable(),
  /** Source of the keys that count, by the policy of the request. */
  pinning: z.enum(['file', 'enrolled']),
});
type KeptAct = z.infer<typeof KeptAct>;

/** An act that was kept, and what verifying it came to: `problem` is null where it verifies. */
export interface VerifiedAct {
  act: KeptAct;
  problem: string | null;
  expected: string | null;
  found: string | null;
  fix: string | null;
  note: string | null;
}

/** The signature is good, as far as can be told; whose it is cannot be. */
const UNPINNED: ReadonlySet<string> = new Set(['key_unpinned', 'key_expired', 'key_shared', 'trust_unreadable']);

/** Tells whether the key that signed is not known to be that person's. */
export function isUnpinned(problem: string | null): boolean {
  return problem !== null && UNPINNED.has(problem);
}

/** Tells whether an act differs from what was signed, whoever is trusted. One about a release closes its gate. */
export function isTampered(problem: string | null): boolean {
  return problem !== null && !UNPINNED.has(problem);
}

/** Tells whether an act is about a release and this packet. Null stands for any packet. */
export function isAbout(act: Pick<KeptAct, 'subject' | 'packet_tree_sha256'>, packet: string | null): boolean {
  return act.subject.startsWith('release:') && (packet === null || act.packet_tree_sha256 === packet);
}

/**
 * The acts on the present revisions of requests, and signatures on earlier ones of a release that is noted as ratified; see v_signed_act
 * (SQL). $1: codes, or null for every request that may open something.
 */
const ACTS = `
  select coalesce(jsonb_agg(to_jsonb(found) order by found.signed_at, found.row_digest), '[]') as acts from (
  select a.act, a.request_code, r.revision, a.revision_digest, r.packet_tree_sha256, r.plan_digest, r.expires_at,
    coalesce(past.environment, environment_name()) as environment, a.choice, a.rationale, a.covers, a.signer, a.signer_user, a.method,
    a.meaning, a.signed_at, nullif(a.public_key, '') as public_key, a.assertion, a.statement, a.row_digest, a.signature_id, r.subject,
    pinning_of_request(a.request_code) as pinning, a.revision_digest <> r.revision_digest as is_past
  from v_signed_act a
  join approval_requests r on r.code::text = a.request_code and (r.revision_digest = a.revision_digest or a.act = 'sign' and exists (
    select from governance_release l where l.request_code = r.code and l.status = 'ratified'))
  left join lateral (
    -- What was carried out stays proven where this data was moved since: by a statement for a production that it was then.
    select e.environment_id || substring(a.statement from '\\nenvironment: [0-9a-f-]{36}(/\\d+)\\n') as environment
    from governance_environment e
    where e.kind = 'production' and e.environment_id::text = substring(a.statement from '\\nenvironment: ([0-9a-f-]{36})/')
      and exists (select from governance_consumed_approval u where u.request_code = r.code)
  ) past on true
  where exists (select from governance_consumed_approval u where u.request_code = r.code) or case
    when $1::text[] is null then r.expires_at > clock_timestamp() or exists (select from governance_release l where l.request_code = r.code)
    else r.subject in (select q.subject from approval_requests q where q.code::text = any ($1))
  end) found`;

/**
 * Verifies what people signed, and the evidence of rehearsals, and lets the rest of the transaction count only that: sets
 * `one_roof.verified`, which everything in the database that counts votes, signatures, confirmations, run permits and rehearsals reads
 * (row_counts, SQL). To be called before anything is counted that opens something.
 *
 * @param codes the requests that will be asked about, with all others about the same subjects; null: every one that may open something.
 */
export async function countVerified(
  session: ReadSession,
  trust: Trust,
  codes: readonly string[] | null = null,
): Promise<VerifiedAct[]> {
  // In one row: a read returns no more rows than a page has.
  const { acts } = parseRow(z.object({ acts: z.array(KeptAct) }), await session.query(ACTS, [codes]));
  const now = new Date();
  const enrolled = acts.some(({ pinning }) => pinning === 'enrolled') ? await withConfirmedKeys(session, trust) : trust;
  const verified = await Promise.all(
    acts.map((act) => verifyOne(act, act.pinning === 'enrolled' ? enrolled : trust, now)),
  );
  const rehearsals = await verifiedRehearsals(session, trust);
  const digests = [
    ...verified.flatMap(({ act, problem }) => (problem === null ? [act.row_digest] : [])),
    ...rehearsals.flatMap(({ digest, problem }) => (problem === null ? [digest] : [])),
  ];
  await session.query(`select set_config('one_roof.verified', $1, true)`, [['only', ...digests].join(' ')]);
  return verified.filter(({ act }) => !act.is_past);
}

async function verifyOne(act: KeptAct, trust: Trust, at: Date): Promise<VerifiedAct> {
  const verdict = await verifyAct(act.is_past ? asStated(act) : act, trust, at);
  if (verdict.ok) return { act, problem: null, expected: null, found: null, fix: null, note: verdict.note };
  const { problem, expected, found, fix } = verdict;
  return { act, problem, expected, found, fix, note: null };
}

/** An act on an earlier revision, with the revision and expiry that its statement names: nothing else of them is kept. */
function asStated(act: KeptAct): KeptAct {
  const said = parseStatement(act.statement ?? '');
  return said === null ? act : { ...act, revision: said.revision, expires_at: said.expires };
}

const BoundSignature = z.object({
  signature_id: z.string(),
  request_code: z.string(),
  signer: z.string(),
  method: SigningMethod,
  meaning: z.string(),
  printed_name: z.string(),
  signed_at: z.iso.datetime({ offset: true }),
  /** The reason for which the database does not count it. */
  problem: z.string().nullable(),
});

/** A sovereign signature, and why it does not count: by what it proves, then by what the database knows. */
export type CountedSignature = z.infer<typeof BoundSignature> & { fix: string | null };

/**
 * The sovereign signatures on the present revision of these requests, in the transaction of countVerified(). A row without a time, which
 * somebody wrote past the table rules, is none; the gate names it.
 */
export async function countedSignatures(
  session: ReadSession,
  codes: readonly string[],
  verified: readonly VerifiedAct[],
): Promise<CountedSignature[]> {
  const rows = parseRows(
    BoundSignature,
    await session.query(
      'select * from v_bound_signature where request_code::text = any ($1) and isfinite(signed_at) order by signed_at, signature_id',
      [codes],
    ),
  );
  return rows.map((row) => {
    const told = verified.find(({ act }) => act.signature_id === row.signature_id);
    const unverified = row.problem === 'not_verified' || row.problem === null;
    return {
      ...row,
      problem: unverified ? (told?.problem ?? row.problem) : row.problem,
      fix: unverified ? (told?.fix ?? null) : null,
    };
  });
}

/** As it goes over the wire. */
export function wireSignature(signature: CountedSignature): RequestDetail['signature_list'][number] {
  const { signer: person, method, meaning, printed_name, signed_at, problem, fix } = signature;
  return { person, method, meaning, printed_name, signed_at, problem, fix };
}
