import { z } from 'zod';
import { DEFAULT_MEANING, RequestDetail } from '../../../contract/answers/ratification.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { parseRow, parseRows } from '../../../database/parse-rows.ts';
import { abilitiesOf } from './abilities.ts';
import type { RequestReader } from '../request-reader.ts';
import { digestWords } from '../../../signing/digest-words.ts';
import { countedSignatures, countVerified, wireSignature } from './verified-acts.ts';
import type { VerifiedAct } from './verified-acts.ts';
import { awaitsConfirmation } from './list-requests.ts';
import { missingOf } from './missing.ts';
import { policyInForce } from '../council/policy-in-force.ts';
import type { Trust } from '../read-trust.ts';
import { requestHolders, waitsFor } from './request-holders.ts';
import { requestRow } from './request-row.ts';
import { separationOf } from '../council/separation.ts';
import { signedChanges } from './signed-changes.ts';

const Tally = z.object({ have: z.coerce.number(), needed: z.coerce.number(), left: z.coerce.number() });
const Standing = z.object({
  president: Tally,
  council: Tally,
  any: Tally,
  signing_seats: z.array(z.string()).nullable(),
  rejections_needed: z.number(),
});

/**
 * One request, whole, as the reader sees it.
 *
 * @throws OneRoofError ONE_ROOF_NOT_FOUND where there is none that they may see.
 */
export async function requestDetail(
  session: ReadSession,
  { code }: { code: string },
  reader: RequestReader,
  trust: Trust,
): Promise<RequestDetail> {
  const verified = await countVerified(session, trust, [code]);
  const { proposer_user: proposerUser, ...request } = await requestRow(session, code, reader);
  const policy = await policyInForce(session, request.risk_level);
  const holders = await requestHolders(session, [code]);
  const signatures = await countedSignatures(session, [code], verified);
  const votes = await readVotes(session, code, verified);
  const standing = await readStanding(session, code);
  const quorum = (['president', 'council', 'any'] as const)
    .map((seat) => ({
      seat,
      needed: standing[seat].needed,
      have: standing[seat].have,
      possible: standing[seat].have + standing[seat].left,
    }))
    .filter(({ needed }) => needed > 0);

  const me = holders.find(({ user_id }) => user_id === reader.user);
  const isMine = reader.user !== null && proposerUser === reader.user;
  const confirm = isMine && awaitsConfirmation(request.status, request.confirmed_at);
  const profile = policy?.profile ?? 'observe';
  const signed = signatures.some(({ problem }) => problem === null);
  return {
    ...request,
    words: digestWords(request.revision_digest),
    packet_words: request.packet_tree_sha256 === null ? null : digestWords(request.packet_tree_sha256),
    changes: signedChanges(request.proposed_action),
    signatures: signatures.filter(({ problem }) => problem === null).length,
    waits_for_me: confirm || (me !== undefined && waitsFor(me)),
    vote_list: votes,
    signature_list: signatures.map(wireSignature),
    quorum,
    rejections_needed: standing.rejections_needed,
    holders: holders.map(({ seat, person, name, can_vote, can_sign, has_voted, problem }) => ({
      seat,
      person,
      name,
      can_vote,
      can_sign,
      has_voted,
      problem,
    })),
    missing: missingOf(
      { ...request, profile, quorum, votes, signing_seats: standing.signing_seats ?? [], signed },
      holders,
    ),
    separation: separationOf(policy?.quorum ?? null, holders),
    abilities: await abilitiesOf(session, {
      request,
      methods: policy?.methods ?? [],
      me,
      confirm,
      isMine,
      user: reader.user,
      bySession: policy?.vote_proof === 'session',
    }),
    profile,
    default_meaning: DEFAULT_MEANING,
    rehearsal: await readRehearsal(session, request.packet_tree_sha256),
  };
}

async function readRehearsal(session: ReadSession, packet: string | null): Promise<RequestDetail['rehearsal']> {
  const outcome = await session.query(
    `select performed_at, performed_on as database, before, after_apply from governance_rehearsal h
     where packet_tree_sha256 = $1 and row_counts(row_digest(h)) order by id desc limit 1`,
    [packet],
  );
  return parseRows(RequestDetail.shape.rehearsal.unwrap(), outcome)[0] ?? null;
}

async function readVotes(
  session: ReadSession,
  code: string,
  verified: readonly VerifiedAct[],
): Promise<RequestDetail['vote_list']> {
  const rows = parseRows(
    RequestDetail.shape.vote_list.element.omit({ fix: true }).extend({ row_digest: z.string() }),
    await session.query(
      `select approver as person, seat, decision as choice, rationale, method, signed_at, problem, row_digest
       from v_request_vote where request_code::text = $1 and isfinite(signed_at) order by signed_at, approver`,
      [code],
    ),
  );
  return rows.map(({ row_digest, ...row }) => {
    const told = verified.find(({ act }) => act.row_digest === row_digest);
    const unverified = row.problem === 'not_verified';
    return {
      ...row,
      problem: unverified ? (told?.problem ?? row.problem) : row.problem,
      fix: unverified ? (told?.fix ?? null) : null,
    };
  });
}

async function readStanding(session: ReadSession, code: string): Promise<z.infer<typeof Standing>> {
  return parseRow(
    Standing,
    await session.query(
      `select s.signing_seats, coalesce(s.rejections_needed, 1) as rejections_needed,
         jsonb_build_object('have', s.president_votes, 'needed', coalesce(s.president_needed, 0), 'left', s.president_left) as president,
         jsonb_build_object('have', s.council_votes, 'needed', coalesce(s.council_needed, 0), 'left', s.council_left) as council,
         jsonb_build_object('have', s.any_votes, 'needed', coalesce(s.any_needed, 0), 'left', s.any_left) as "any"
       from approval_requests r cross join lateral request_standing(r) s where r.code = $1`,
      [code],
    ),
  );
}
