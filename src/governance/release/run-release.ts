import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import type { Fingerprint } from '../../database/fingerprint/fingerprint.ts';
import type { Session } from '../../database/session.ts';
import { parseRow } from '../parse-rows.ts';
import type { FingerprintDigest } from './packet-baseline.ts';
import { releaseFingerprint } from './draft-release.ts';
import type { ReleasePacket } from './read-packet.ts';
import { releaseFigures } from './release-figures.ts';
import type { Figures } from './release-figures.ts';

/** A tier that has passed. */
export interface PassedTier {
  tier: number;
  title: string;
  milliseconds: number;
}

/** A release that was carried out in the transaction of the session, which is not committed yet. */
export interface ReleaseRun {
  tiers: PassedTier[];
  entry: Fingerprint;
  exit: Fingerprint;
  figures: Figures;
}

/** What a run is compared with: the fingerprints that it has to find and to leave. */
export interface ExpectedFingerprints {
  before: FingerprintDigest;
  after: FingerprintDigest;
  /** Where they are from, in words. */
  source: string;
}

/**
 * Carries a release out in the transaction of the session: locks, the fingerprint after the lock, then the tiers, each in its
 * savepoint, and the fingerprint that is left. The database decides whether it may: begin_release() and tier 0 refuse before
 * anything is written.
 *
 * @param onTier is told of each tier that has passed.
 * @throws OneRoofError where a fingerprint is not the expected one; what the database refuses.
 */
export async function runRelease(
  session: Session,
  packet: ReleasePacket,
  expected: ExpectedFingerprints,
  onTier: (passed: PassedTier) => void = () => undefined,
): Promise<ReleaseRun> {
  const named = [packet.release, packet.packetTree];
  await session.query('select check_release($1, $2)', named);
  const entry = await releaseFingerprint(session);
  requireFingerprint(entry, expected.before, `The database is not what release ${packet.release} was built for`, expected.source);
  await session.query('select begin_release($1, $2)', named);

  const tiers: PassedTier[] = [];
  for (const { tier, title, file } of packet.plan.tiers) {
    const started = performance.now();
    await session.query(`savepoint tier_${tier}`);
    await session.query(packet.sql.get(file) ?? '');
    await session.query('select end_tier()');
    await session.query(`release savepoint tier_${tier}`);
    const passed = { tier, title, milliseconds: Math.round(performance.now() - started) };
    tiers.push(passed);
    onTier(passed);
  }

  const exit = await releaseFingerprint(session);
  requireFingerprint(exit, expected.after, `Release ${packet.release} did not come to what was rehearsed`, expected.source);
  const figures = await releaseFigures(session);
  await session.query('select complete_release($1, $2, $3)', [packet.release, entry.sha256, exit.sha256]);
  return { tiers, entry, exit, figures };
}

/** A release that was taken back in the transaction of the session, or that was not applied: then nothing was done. */
export interface RollbackRun {
  done: boolean;
  entry: Fingerprint;
  exit: Fingerprint;
  figures: Figures;
}

/**
 * Takes a release back in the transaction of the session: the files of its packet, the last tier first. Where it is not applied there is
 * nothing to do, and the fingerprints prove that nothing was done.
 *
 * @throws OneRoofError where the fingerprint is not the one that the release found; what the database refuses.
 */
export async function runRollback(session: Session, packet: ReleasePacket): Promise<RollbackRun> {
  const { is_applied: applied, entry_fingerprint: found } = parseRow(
    z.object({ is_applied: z.boolean(), entry_fingerprint: z.string().nullable() }),
    await session.query(
      `select begin_rollback($1, $2) as is_applied, (select entry_fingerprint from governance_release where release_code::text = $1)`,
      [packet.release, packet.packetTree],
    ),
  );
  const entry = await releaseFingerprint(session);
  if (!applied) return { done: false, entry, exit: entry, figures: await releaseFigures(session) };

  for (const { tier, rollback } of packet.plan.tiers.toReversed()) {
    if (rollback === null) continue;
    await session.query(`savepoint rollback_${tier}`);
    await session.query(packet.sql.get(rollback) ?? '');
    await session.query('select end_tier()');
    await session.query(`release savepoint rollback_${tier}`);
  }
  const exit = await releaseFingerprint(session);
  const { formula, postgresqlMajor } = exit;
  const before = { sha256: found ?? packet.plan.fingerprint.before.sha256, formula, postgresql_major: postgresqlMajor };
  requireFingerprint(exit, before, `The rollback of ${packet.release} did not come back to what it found`, 'the release');
  const figures = await releaseFigures(session);
  await session.query('select complete_rollback($1)', [packet.release]);
  return { done: true, entry, exit, figures };
}

function requireFingerprint(taken: Fingerprint, wanted: FingerprintDigest, message: string, source: string): void {
  const { sha256, formula, postgresqlMajor } = taken;
  const incomparable = formula !== wanted.formula || postgresqlMajor !== wanted.postgresql_major;
  if (sha256 === wanted.sha256 && !incomparable) return;
  throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `${message}: drift`, {
    subject: 'fingerprint',
    expected: incomparable
      ? `formula ${wanted.formula} on PostgreSQL ${wanted.postgresql_major}, from ${source}`
      : `${wanted.sha256}, from ${source}`,
    found: incomparable ? `formula ${formula} on PostgreSQL ${postgresqlMajor}` : sha256,
    fix: 'Nothing was kept. Find out what changed (`one-roof ledger show`), then build and rehearse the release again.',
    reason: 'drift',
  });
}
