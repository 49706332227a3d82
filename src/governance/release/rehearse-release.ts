import { cloneWrite } from '../../database/connection-classes.ts';
import type { Session, SessionSource } from '../../database/session.ts';
import type { Actor } from '../actor.ts';
import { beginAct } from '../begin-act.ts';
import { currentEnvironment } from '../environment/declare-environment.ts';
import { releaseFingerprint } from './draft-release.ts';
import type { ReleasePacket } from './read-packet.ts';
import type { RehearsalEvidence } from './rehearsal-evidence.ts';
import { runRelease, runRollback } from './run-release.ts';
import type { PassedTier } from './run-release.ts';
import { simulateApproval } from './simulate-approval.ts';

/** What a rehearsal found out on the clone; of production the caller knows. */
type Rehearsed = Omit<RehearsalEvidence, 'production'>;

/**
 * Rehearses a release on a proven clone, path TXN: approval is simulated by one marked row, the release is carried out and taken back,
 * with a fingerprint before, between and after, and all of it is rolled back (connection class clone-write).
 *
 * @throws DatabaseRefusal `not_a_clone`; what runRelease() and runRollback() throw.
 */
export async function rehearseRelease(
  clone: SessionSource,
  packet: ReleasePacket,
  by: Actor,
  onTier?: (passed: PassedTier) => void,
): Promise<Rehearsed> {
  return cloneWrite(clone, (session) => rehearse(session, packet, by, onTier), { end: 'rollback' });
}

async function rehearse(session: Session, packet: ReleasePacket, by: Actor, onTier?: (passed: PassedTier) => void): Promise<Rehearsed> {
  const { dbname } = await currentEnvironment(session);
  await beginAct(session, { ...by, action: 'release.rehearse', reason: `rehearsal of ${packet.release}` });
  await simulateApproval(session, packet, by.actor);
  const { before, after } = packet.plan.fingerprint;
  const run = await runRelease(session, packet, { before, after, source: 'the packet' }, onTier);
  await runRollback(session, packet);
  const restored = await releaseFingerprint(session);
  return {
    version: 1,
    release: packet.release,
    packet_tree_sha256: packet.packetTree,
    mode: 'TXN',
    formula: run.entry.formula,
    postgresql_major: run.entry.postgresqlMajor,
    before: run.entry.sha256,
    after_apply: run.exit.sha256,
    after_rollback: restored.sha256,
    performed_on: dbname,
    performed_at: new Date().toISOString(),
    tiers: run.tiers,
  };
}
