import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import type { Session } from '../../database/session.ts';
import type { Actor } from '../actor.ts';
import { beginAct } from '../begin-act.ts';
import { parseRow } from '../parse-rows.ts';
import type { ReleasePacket } from './read-packet.ts';
import { draftRow } from './simulate-approval.ts';

/** What is asked, by whom, until when. */
export interface ReleaseRequest {
  /** The code of the request. */
  code: string;
  title: string;
  /** The Directus user who asks, by e-mail. */
  proposer: string;
  days: number;
}

const Requested = z.object({ code: z.string(), revision_digest: z.string(), status: z.string() });

/**
 * Asks people to ratify exactly this packet: records its rehearsals, drafts the release and files the request, in the caller's
 * transaction (connection class production-write).
 *
 * @returns the request, with the digest that is voted on and signed.
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED where the release has a request already; what the guard of requests refuses.
 */
export async function requestRelease(
  session: Session,
  packet: ReleasePacket,
  { code, title, proposer, days }: ReleaseRequest,
  by: Actor & { reason: string },
): Promise<z.infer<typeof Requested>> {
  await beginAct(session, { ...by, action: 'release.request', approvalRef: code });
  await draftRow(session, packet, by.actor);
  await recordRehearsals(session, packet, by);
  await session.query(
    `insert into approval_requests (
       code, subject, action, proposed_action_code, title, proposed_action, evidence, packet_tree_sha256, plan_digest, priority,
       proposer_user, proposer, expires_at, revision_content, revision_digest, created_by)
     values ($1, 'release:' || $2, 'modify', 'authorize_build_step', $3, $4, $5, $6, $7, 'high',
       require_user($8), '', now() + make_interval(days => $9), '', '', $10)`,
    [
      code,
      packet.release,
      title,
      JSON.stringify({
        release: packet.release,
        kind: packet.plan.kind,
        steps: packet.plan.tiers.map(({ tier }) => tier),
        from: packet.plan.from,
        to: packet.plan.to,
      }),
      JSON.stringify({ rehearsals: packet.rehearsals, fingerprint: packet.plan.fingerprint }),
      packet.packetTree,
      packet.planSha256,
      proposer,
      days,
      by.actor,
    ],
  );
  const linked = await session.query(
    `update governance_release set request_code = $2 where release_code::text = $1 and request_code is null returning release_code`,
    [packet.release, code],
  );
  if (linked.rows.length === 0) {
    throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `Release ${packet.release} has a request already`, {
      subject: packet.release,
      fix: '`one-roof release status` names it. To ask again, build the packet with another release code.',
    });
  }
  return parseRow(
    Requested,
    await session.query('select code::text, revision_digest, request_status(code) as status from approval_requests where code = $1', [
      code,
    ]),
  );
}

/** Records the rehearsals that the packet brings along and that are not recorded yet; with one, the release counts as rehearsed. */
async function recordRehearsals(session: Session, { release, packetTree, rehearsals }: ReleasePacket, by: Actor): Promise<void> {
  await session.query(
    `insert into governance_rehearsal (
       release_code, packet_tree_sha256, mode, formula, postgresql_major, before, after_apply, after_rollback, performed_on, performed_at,
       evidence, created_by)
     select $1, packet_tree_sha256, mode, formula, postgresql_major, before, after_apply, after_rollback, performed_on, performed_at,
       jsonb_build_object('tiers', tiers, 'production', production), $3
     from jsonb_to_recordset($2::jsonb) as e (
       packet_tree_sha256 text, mode text, formula text, postgresql_major integer, before text, after_apply text, after_rollback text,
       performed_on text, performed_at timestamptz, tiers jsonb, production jsonb)
     where not exists (
       select from governance_rehearsal h where (h.packet_tree_sha256, h.performed_at) = (e.packet_tree_sha256, e.performed_at))`,
    [release, JSON.stringify(rehearsals), by.actor],
  );
  await session.query(
    `update governance_release set status = 'rehearsed', rehearsed_fingerprint = h.after_apply
     from (select after_apply from governance_rehearsal where packet_tree_sha256 = $2 and release_code::text = $1 order by id desc limit 1) h
     where release_code::text = $1 and status = 'draft'`,
    [release, packetTree],
  );
}
