import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import type { ProductionSession } from '../../database/sessions/session.ts';
import type { Actor } from '../acts/actor.ts';
import { beginAct } from '../acts/begin-act.ts';
import { parseRow } from '../../database/parse-rows.ts';
import type { Trust } from '../ratification/read-trust.ts';
import { countVerified } from '../ratification/requests/verified-acts.ts';
import type { ReleasePacket } from './packet/read-packet.ts';
import { fileReleaseRequest } from './file-release-request.ts';
import type { FiledRequest, ReleaseRequest } from './file-release-request.ts';
import { requireDispensable } from './require-dispensable.ts';
import { requireLinted } from './packet/require-linted.ts';
import { judgeRehearsals, recordRehearsals, requireRehearsed } from './release-rehearsals.ts';
import type { JudgedRehearsals } from './release-rehearsals.ts';
import { draftRow, requireSamePacket } from './execution/simulate-approval.ts';

const Standing = z.object({
  request: z.string().nullable(),
  request_status: z.string().nullable(),
  may_ask: z.boolean(),
  taken: z.array(z.string()),
});

/**
 * Asks people to ratify exactly this packet: drafts the release, records the rehearsals of it that count and files the request, in the
 * caller's transaction (connection class production-write). Where an earlier request came to nothing (withdrawn, rejected, deadlocked,
 * expired), this one takes its place.
 *
 * @returns the request, with the digest that is voted on and signed, and the evidence that counts for nothing.
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED where people decide about the release already, where no rehearsal of it counts and the
 *   profile wants one, or where whoever asks is needed to decide; what the table rule of requests refuses.
 */
export async function requestRelease(
  session: ProductionSession,
  packet: ReleasePacket,
  asked: ReleaseRequest,
  { trust, ...by }: Actor & { reason: string; trust: Trust },
): Promise<FiledRequest & Pick<JudgedRehearsals, 'counted' | 'ignored'>> {
  await beginAct(session, { ...by, action: 'release.request' });
  await requireLinted(session, packet);
  await countVerified(session, trust);
  const before = await requireAskable(session, packet.release);
  await requireSamePacket(session, packet);
  const { evidence, counted, ignored } = await judgeRehearsals(session, packet, trust);
  await requireRehearsed(session, packet, { counted, ignored });
  await draftRow(session, packet, by.actor);
  await recordRehearsals(session, packet, evidence, { ...by, trust });
  const code = asked.code ?? freeCode(`APR-${packet.release}`, before.taken);
  if (before.taken.includes(code)) throw taken(packet.release, code);
  await beginAct(session, { ...by, action: 'release.request', approvalRef: code });
  if (before.request_status === 'deadlocked') {
    await session.query('select withdraw_request($1, $2)', [before.request, `deadlocked; filed anew as ${code}`]);
  }
  const file = (proposer: string) =>
    fileReleaseRequest(session, packet, counted, { ...asked, code, proposer }, by.actor);
  await session.query('savepoint asking');
  let requested = await file(asked.proposer);
  if (requested.status === 'deadlocked') {
    await session.query('rollback to savepoint asking');
    await requireDispensable(session, packet.release, asked.proposer, file);
    requested = await file(asked.proposer);
  }
  await session.query('select ask_about_release($1, $2)', [packet.release, code]);
  return { ...requested, counted, ignored };
}

/** Insists that nobody decides about the release now, and that it is not over. */
async function requireAskable(session: ProductionSession, release: string): Promise<z.infer<typeof Standing>> {
  const standing = parseRow(
    Standing,
    await session.query(
      `select request_code::text as request, request_status(request_code::text),
         r.release_code is null or release_may_be_asked_anew(r) as may_ask,
         (select coalesce(array_agg(code::text), '{}') from approval_requests where code::text = 'APR-' || $1 or code::text like 'APR-' || $1 || '-%') as taken
       from (values ($1::text)) asked (release) left join governance_release r on r.release_code::text = asked.release`,
      [release],
    ),
  );
  if (standing.may_ask) return standing;
  throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `Release ${release} has a request already`, {
    subject: release,
    expected: 'no request about it that is open',
    found: `${String(standing.request)}, which is ${String(standing.request_status)}`,
    fix:
      standing.request_status === 'applied'
        ? 'It was carried out: build another release.'
        : `That one is open. To request it again, its proposer first withdraws it: \`one-roof request withdraw ${String(standing.request)} --reason …\`.`,
  });
}

function freeCode(code: string, taken: readonly string[], next = 1): string {
  const candidate = next === 1 ? code : `${code}-${next}`;
  return taken.includes(candidate) ? freeCode(code, taken, next + 1) : candidate;
}

function taken(release: string, code: string): OneRoofError {
  return new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `There is a request ${code} already`, {
    subject: release,
    expected: 'a code that no request has',
    found: code,
    fix: 'Name another one with --code, or leave it out.',
  });
}
