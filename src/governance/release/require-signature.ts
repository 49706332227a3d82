import { OneRoofError } from '../../contract/errors.ts';
import type { Session } from '../../database/session.ts';
import { judgeSignatures, releaseSignatures } from '../ratification/judged-signatures.ts';
import type { Trust } from '../ratification/read-trust.ts';
import type { ReleasePacket } from './read-packet.ts';

/**
 * Insists, in the transaction that carries a release out, on a signature for exactly its packet that verifies: what the database
 * counts is bound to the packet, and whether anybody made it only their key tells.
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED with why none of them counts.
 */
export async function requireSignature(session: Session, { release, packetTree }: ReleasePacket, trust: Trust): Promise<void> {
  const judged = await judgeSignatures(await releaseSignatures(session, packetTree), trust, new Date());
  // Where the database counts none, it says so itself, and better: see assert_release_target().
  if (judged.length === 0 || judged.some(({ problem }) => problem === null)) return;
  throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `No signature on release ${release} verifies`, {
    subject: release,
    expected: 'a signature by a key that the trust file names',
    found: judged.map(({ signature, problem, found }) => `${signature.signer}: ${String(problem)} (${String(found)})`).join('; '),
    fix: [...new Set(judged.flatMap(({ fix }) => fix ?? []))].join(' '),
    reason: judged[0]?.problem,
  });
}
