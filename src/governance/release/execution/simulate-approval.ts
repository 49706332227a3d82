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
  await session.query(
    `insert into governance_simulated_approval (release_code, packet_tree_sha256, created_by) values ($1, $2, $3)
     on conflict (release_code) do nothing`,
    [release, packetTree, by],
  );
  await draftRow(session, packet, by);
  // Whatever the clone brought along from production: its status moves one step at a time.
  await session.query(
    `update governance_release set status = 'rehearsed' where release_code::text = $1 and status = 'draft'`,
    [release],
  );
  await session.query(
    `update governance_release set status = 'ratified' where release_code::text = $1 and status = 'rehearsed'`,
    [release],
  );
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
  await session.query(
    `insert into governance_release (release_code, kind, packet_tree_sha256, plan, created_by) values ($1, $2, $3, $4, $5)
     on conflict (release_code) do nothing`,
    [release, manifest.kind, packetTree, JSON.stringify({ ...manifest, plan_sha256: planSha256 }), by],
  );
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
