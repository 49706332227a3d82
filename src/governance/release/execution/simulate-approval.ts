import { z } from 'zod';
import { OneRoofError } from '../../../contract/errors.ts';
import type { CloneSession, ReadSession, WriteSession } from '../../../database/sessions/session.ts';
import { parseRows } from '../../../database/parse-rows.ts';
import type { ReleasePacket } from '../packet/read-packet.ts';

/**
 * Makes a release of a packet ready to be carried out on a proven clone: one marked row stands for everybody's approval, and the
 * database refuses it anywhere else. In the caller's transaction, after beginAct().
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED where the clone knows another packet under that release code.
 */
export async function simulateApproval(session: CloneSession, packet: ReleasePacket, by: string): Promise<void> {
  const { release, packetTree } = packet;
  await session.query('select simulate_approval($1, $2, $3)', [release, packetTree, by]);
  await draftRow(session, packet, by);
  await session.query('select ratify_simulated($1)', [release]);
}

/**
 * Writes the draft of a release, where there is none yet, for exactly this packet.
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED where another packet has that release code.
 */
export async function draftRow(
  session: WriteSession,
  { release, packetTree, manifest, planSha256 }: ReleasePacket,
  by: string,
): Promise<void> {
  await session.query('select draft_release($1, $2, $3, $4, $5)', [
    release,
    manifest.kind,
    packetTree,
    JSON.stringify({ ...manifest, plan_sha256: planSha256 }),
    by,
  ]);
  await requireSamePacket(session, { release, packetTree });
}

/**
 * Insists that a release, where it is drafted, is exactly this packet.
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED where it is another one.
 */
export async function requireSamePacket(
  session: ReadSession,
  { release, packetTree }: Pick<ReleasePacket, 'release' | 'packetTree'>,
): Promise<void> {
  const [drafted] = parseRows(
    z.object({ packet: z.string() }),
    await session.query('select packet_tree_sha256 as packet from governance_release where release_code::text = $1', [
      release,
    ]),
  );
  if (drafted === undefined || drafted.packet === packetTree) return;
  throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `Release ${release} is another packet`, {
    subject: release,
    expected: drafted.packet,
    found: packetTree,
    fix: 'Build the packet with another release code: a packet that was requested cannot change.',
  });
}
