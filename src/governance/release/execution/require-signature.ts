import { OneRoofError } from '../../../contract/errors.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import type { Trust } from '../../ratification/read-trust.ts';
import { countVerified } from '../../ratification/requests/verified-acts.ts';
import type { ReleasePacket } from '../packet/read-packet.ts';

/**
 * Lets the transaction that carries a release out count only votes, signatures and run permits that verify, and insists on a sovereign
 * signature for exactly its packet among them.
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED with why none of them counts.
 */
export async function requireSignature(
  session: ReadSession,
  { release, packetTree }: ReleasePacket,
  trust: Trust,
): Promise<void> {
  const acts = (await countVerified(session, trust)).filter(({ act }) => act.packet_tree_sha256 === packetTree);
  const signatures = acts.filter(({ act }) => act.act === 'sign');
  // Where nobody signed, or votes do not verify, the database says so itself: see assert_release_target().
  if (signatures.length === 0 || signatures.some(({ problem }) => problem === null)) return;
  throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `No signature on release ${release} verifies`, {
    subject: release,
    expected: 'a signature by a key that the trust file names',
    found: signatures
      .map(({ act, problem, found }) => `${act.signer}: ${String(problem)} (${String(found)})`)
      .join('; '),
    fix: [...new Set(signatures.flatMap(({ fix }) => fix ?? []))].join(' '),
    reason: signatures[0]?.problem,
  });
}
