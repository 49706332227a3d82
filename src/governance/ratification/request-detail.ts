import { z } from 'zod';
import { DEFAULT_MEANING, RequestDetail } from '../../contract/ratification.ts';
import type { Session } from '../../database/session.ts';
import { parseRow, parseRows } from '../parse-rows.ts';
import { abilitiesOf } from './abilities.ts';
import type { Asker } from './asker.ts';
import { digestWords } from './digest-words.ts';
import { boundSignatures, judgeSignatures, wireSignature } from './judged-signatures.ts';
import { awaitsConfirmation } from './list-requests.ts';
import { missingOf } from './missing.ts';
import { personStatement } from './person-statement.ts';
import { policyInForce } from './policy-in-force.ts';
import type { Trust } from './read-trust.ts';
import { requestHolders, waitsFor } from './request-holders.ts';
import { requestRow } from './request-row.ts';
import { separationOf } from './separation.ts';

const Tally = z.object({ have: z.coerce.number(), needed: z.coerce.number(), left: z.coerce.number() });
const Standing = z.object({ president: Tally, council: Tally, any: Tally, signing_seats: z.array(z.string()).nullable() });

/**
 * One request, whole, as the asker sees it.
 *
 * @param meaning what a signature of theirs is to mean.
 * @throws OneRoofError ONE_ROOF_NOT_FOUND where there is none that they may see.
 */
export async function requestDetail(
  session: Session,
  { code, meaning = DEFAULT_MEANING }: { code: string; meaning?: string | undefined },
  asker: Asker,
  trust: Trust,
): Promise<RequestDetail> {
  const { proposer_user: proposerUser, ...request } = await requestRow(session, code, asker);
  const policy = await policyInForce(session, request.risk_level);
  const holders = await requestHolders(session, [code]);
  const judged = await judgeSignatures(await boundSignatures(session, [code]), trust, new Date());
  const votes = await readVotes(session, code);
  const standing = await readStanding(session, code);
  const quorum = (['president', 'council', 'any'] as const)
    .map((seat) => ({
      seat,
      needed: standing[seat].needed,
      have: standing[seat].have,
      possible: standing[seat].have + standing[seat].left,
    }))
    .filter(({ needed }) => needed > 0);

  const me = holders.find(({ user_id }) => user_id === asker.user);
  const isMine = asker.user !== null && proposerUser === asker.user;
  const confirm = isMine && awaitsConfirmation(request.status, request.confirmed_at);
  const profile = policy?.profile ?? 'observe';
  const signed = judged.some(({ problem }) => problem === null);
  return {
    ...request,
    words: digestWords(request.revision_digest),
    signatures: judged.filter(({ problem }) => problem === null).length,
    waits_for_me: confirm || (me !== undefined && waitsFor(me)),
    statement: me === undefined ? null : personStatement({ ...request, proposer_user: proposerUser }, me.person, meaning),
    vote_list: votes,
    signature_list: judged.map(wireSignature),
    quorum,
    holders: holders.map(({ seat, person, name, can_vote, can_sign, has_voted, problem }) => ({
      seat,
      person,
      name,
      can_vote,
      can_sign,
      has_voted,
      problem,
    })),
    missing: missingOf({ ...request, profile, quorum, signing_seats: standing.signing_seats ?? [], signed }, holders),
    separation: separationOf(policy?.quorum ?? null, holders),
    abilities: await abilitiesOf(session, { request, methods: policy?.methods ?? [], me, confirm, isMine, user: asker.user }),
    profile,
    default_meaning: DEFAULT_MEANING,
    rehearsal: await readRehearsal(session, request.packet_tree_sha256),
  };
}

async function readRehearsal(session: Session, packet: string | null): Promise<RequestDetail['rehearsal']> {
  const outcome = await session.query(
    `select performed_at, performed_on as database, before, after_apply from governance_rehearsal
     where packet_tree_sha256 = $1 order by id desc limit 1`,
    [packet],
  );
  return parseRows(RequestDetail.shape.rehearsal.unwrap(), outcome)[0] ?? null;
}

async function readVotes(session: Session, code: string): Promise<RequestDetail['vote_list']> {
  return parseRows(
    RequestDetail.shape.vote_list.element,
    await session.query(
      `select approver as person, seat, decision, rationale, signed_at, problem from v_request_vote where request_code::text = $1
       order by signed_at, approver`,
      [code],
    ),
  );
}

async function readStanding(session: Session, code: string): Promise<z.infer<typeof Standing>> {
  return parseRow(
    Standing,
    await session.query(
      `select s.signing_seats,
         jsonb_build_object('have', s.president_votes, 'needed', coalesce(s.president_needed, 0), 'left', s.president_left) as president,
         jsonb_build_object('have', s.council_votes, 'needed', coalesce(s.council_needed, 0), 'left', s.council_left) as council,
         jsonb_build_object('have', s.any_votes, 'needed', coalesce(s.any_needed, 0), 'left', s.any_left) as "any"
       from approval_requests r cross join lateral request_standing(r) s where r.code = $1`,
      [code],
    ),
  );
}
