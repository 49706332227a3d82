import { z } from 'zod';
import type { Fingerprint } from '../../../database/fingerprint/fingerprint.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { parseRow } from '../../../database/parse-rows.ts';
import type { FingerprintDigest, ReleaseManifest } from '../packet/packet-baseline.ts';

/** The fingerprints that a run has to find and to leave. */
export interface ExpectedFingerprints {
  before: FingerprintDigest;
  after: FingerprintDigest;
  /** Their origin, in words. */
  source: string;
}

const Rehearsal = z.object({
  before: z.string(),
  after_apply: z.string(),
  formula: z.string(),
  postgresql_major: z.number(),
  performed_on: z.string(),
});

/** Fingerprints that the release has to find and to leave: those of its newest rehearsal that counts, or of its draft. */
export async function expectedFingerprints(
  session: ReadSession,
  packetTree: string,
  built: ReleaseManifest['fingerprint'],
): Promise<ExpectedFingerprints> {
  const outcome = await session.query(
    `select before, after_apply, formula, postgresql_major, performed_on from governance_rehearsal h
     where packet_tree_sha256 = $1 and row_counts(row_digest(h)) order by id desc limit 1`,
    [packetTree],
  );
  if (outcome.rows.length === 0) return { ...built, source: 'the packet' };
  const { before, after_apply: after, performed_on: clone, ...kind } = parseRow(Rehearsal, outcome);
  const digest = (sha256: string): FingerprintDigest => ({ sha256, ...kind });
  return { before: digest(before), after: digest(after), source: `its rehearsal on ${clone}` };
}

/** A difference from what was rehearsed, in words, and what to do about it. */
export interface Drift {
  expected: string;
  found: string;
  fix: string;
}

/** How a fingerprint differs from the wanted one; null where it does not. */
export function driftOf(taken: Fingerprint, wanted: FingerprintDigest, source: string): Drift | null {
  const upgraded = upgradeSince(taken, wanted, source);
  if (upgraded !== null || taken.sha256 === wanted.sha256) return upgraded;
  return {
    expected: `${wanted.sha256}, from ${source}`,
    found: taken.sha256,
    fix: 'Find out what changed (`one-roof ledger show`), then build the release again under another code, and rehearse and ask for that.',
  };
}

/** The drift that needs no fingerprint: One-Roof or PostgreSQL is of another version, and its fingerprints cannot be compared; or null. */
export function upgradeSince(
  { formula, postgresqlMajor }: Pick<Fingerprint, 'formula' | 'postgresqlMajor'>,
  wanted: FingerprintDigest,
  source: string,
): Drift | null {
  if (formula === wanted.formula && postgresqlMajor === wanted.postgresql_major) return null;
  return {
    expected: `formula ${wanted.formula} on PostgreSQL ${wanted.postgresql_major}, from ${source}`,
    found: `formula ${formula} on PostgreSQL ${postgresqlMajor}`,
    fix: 'One-Roof or PostgreSQL was upgraded since. Build the release again under another code, and rehearse and ask for that.',
  };
}
