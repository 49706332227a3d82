import { z } from 'zod';
import { OneRoofError } from '../../../contract/errors.ts';
import type { Fingerprint } from '../../../database/fingerprint/fingerprint.ts';
import type { WriteSession } from '../../../database/sessions/session.ts';
import { parseRow } from '../../../database/parse-rows.ts';
import type { FingerprintDigest } from '../packet/packet-baseline.ts';
import { releaseFingerprint } from '../packet/draft-release.ts';
import { driftOf } from './expected-fingerprints.ts';
import type { ExpectedFingerprints } from './expected-fingerprints.ts';
import type { ReleasePacket } from '../packet/read-packet.ts';
import { releaseFigures } from '../packet/release-figures.ts';
import type { Figures } from '../packet/release-figures.ts';

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

/**
 * Carries a release out in the transaction of the session: locks, the fingerprint after the lock, then the tiers, each in its
 * savepoint, and the fingerprint that is left. The database decides whether it may: begin_release() and tier 0 refuse before
 * anything is written.
 *
 * The texts that are sent, statement by statement, are those that readPacket() rendered anew and compared: see runTier().
 *
 * @param onTier is told of each tier that has passed.
 * @throws OneRoofError where a fingerprint is not the expected one; what the database refuses.
 */
export async function runRelease(
  session: WriteSession,
  packet: ReleasePacket,
  expected: ExpectedFingerprints,
  onTier: (passed: PassedTier) => void = () => undefined,
): Promise<ReleaseRun> {
  const named = [packet.release, packet.packetTree];
  await session.query('select check_release($1, $2)', named);
  const entry = await releaseFingerprint(session);
  requireFingerprint(
    entry,
    expected.before,
    `The database differs from the state that release ${packet.release} was built for`,
    expected.source,
  );
  await session.query('select begin_release($1, $2)', named);

  const tiers: PassedTier[] = [];
  for (const { tier, title, file } of packet.manifest.tiers) {
    const started = performance.now();
    await session.query(`savepoint tier_${tier}`);
    await runTier(session, packet, file);
    await session.query('select end_tier()');
    await session.query(`release savepoint tier_${tier}`);
    const passed = { tier, title, milliseconds: Math.round(performance.now() - started) };
    tiers.push(passed);
    onTier(passed);
  }

  const exit = await releaseFingerprint(session);
  requireFingerprint(
    exit,
    expected.after,
    `Release ${packet.release} ended in another state than its rehearsal`,
    expected.source,
  );
  const figures = await releaseFigures(session);
  await session.query('select complete_release($1, $2, $3)', [packet.release, entry.sha256, exit.sha256]);
  return { tiers, entry, exit, figures };
}

/**
 * Runs a tier, or what takes one back. It is read with PostgreSQL's parser first, and none of it is sent where a statement in it controls the
 * transaction, the role or a setting. Then each statement is sent by itself, in the extended protocol, in which the server refuses a message
 * that has more than one.
 */
async function runTier(session: WriteSession, { release, sql }: ReleasePacket, file: string): Promise<void> {
  const { tierStatements } = await import('../packet/lint/tier-statements.ts'); // PostgreSQL's parser: 2 MB
  const { statements, unsendable } = await tierStatements(sql.get(file) ?? '');
  if (unsendable !== null) {
    throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `A tier of release ${release} is not sent to the database`, {
      subject: `${file}:${unsendable.line}`,
      expected: 'statements that run inside the transaction of the release',
      found: unsendable.found,
      fix: 'Nothing was kept. Build the packet again: a packet is rendered and must not be edited.',
      reason: 'transaction_control',
    });
  }
  for (const text of statements) await session.query({ text, queryMode: 'extended' });
}

/** A release that was taken back in the transaction of the session, or that was not applied: then nothing was done. */
export interface RollbackRun {
  done: boolean;
  /** True if nothing had changed since the release: then the fingerprint is the one that the release found. */
  undisturbed: boolean;
  entry: Fingerprint;
  exit: Fingerprint;
  figures: Figures;
}

const Begun = z.object({
  is_applied: z.boolean(),
  entry_fingerprint: z.string().nullable(),
  exit_fingerprint: z.string().nullable(),
});

/**
 * Takes a release back in the transaction of the session: the files of its packet, the last tier first. The database restores the rows that the
 * release wrote and proves that nothing else was touched; what changed since stays. Where nothing did, the fingerprint that the release
 * found comes back. Where it is not applied there is nothing to do, and the fingerprints prove that nothing was done.
 *
 * @throws OneRoofError where the fingerprint is not the one that the release found; what the database refuses.
 */
export async function runRollback(session: WriteSession, packet: ReleasePacket): Promise<RollbackRun> {
  const begun = await session.query(
    `select begun.is_applied, r.entry_fingerprint, r.exit_fingerprint
     from (select begin_rollback($1, $2) as is_applied) begun join governance_release r on r.release_code::text = $1`,
    [packet.release, packet.packetTree],
  );
  const { is_applied: applied, entry_fingerprint: found, exit_fingerprint: left } = parseRow(Begun, begun);
  const entry = await releaseFingerprint(session);
  if (!applied) return { done: false, undisturbed: true, entry, exit: entry, figures: await releaseFigures(session) };

  for (const { tier, rollback } of packet.manifest.tiers.toReversed()) {
    if (rollback === null) continue;
    await session.query(`savepoint rollback_${tier}`);
    await runTier(session, packet, rollback);
    await session.query('select end_tier()');
    await session.query(`release savepoint rollback_${tier}`);
  }
  const exit = await releaseFingerprint(session);
  const undisturbed = entry.sha256 === (left ?? packet.manifest.fingerprint.after.sha256);
  if (undisturbed) {
    const { formula, postgresqlMajor } = exit;
    const before = {
      sha256: found ?? packet.manifest.fingerprint.before.sha256,
      formula,
      postgresql_major: postgresqlMajor,
    };
    requireFingerprint(
      exit,
      before,
      `The rollback of ${packet.release} did not restore what the release found`,
      'the release',
    );
  }
  const figures = await releaseFigures(session);
  await session.query('select complete_rollback($1)', [packet.release]);
  return { done: true, undisturbed, entry, exit, figures };
}

function requireFingerprint(taken: Fingerprint, wanted: FingerprintDigest, message: string, source: string): void {
  const drift = driftOf(taken, wanted, source);
  if (drift === null) return;
  throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `${message}: drift`, {
    subject: 'fingerprint',
    ...drift,
    fix: 'Nothing was kept. Find out what changed (`one-roof ledger show`), then build the release again (under another code once people were asked about it) and rehearse that, on a clone made from now on.',
    reason: 'drift',
  });
}
