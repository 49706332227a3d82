import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import { productionWrite } from '../../database/connection-classes.ts';
import type { Session, SessionSource } from '../../database/session.ts';
import type { Actor } from '../actor.ts';
import { beginAct } from '../begin-act.ts';
import { asOneRoofError } from '../as-one-roof-error.ts';
import { parseRow } from '../parse-rows.ts';
import type { Trust } from '../ratification/read-trust.ts';
import { appendReleaseLog } from './append-release-log.ts';
import type { ReleaseLogEntry } from './append-release-log.ts';
import type { FingerprintDigest } from './packet-baseline.ts';
import type { ReleasePacket } from './read-packet.ts';
import { requireSignature } from './require-signature.ts';
import { runRelease, runRollback } from './run-release.ts';
import type { ExpectedFingerprints, PassedTier, ReleaseRun, RollbackRun } from './run-release.ts';

/** How a release is carried out or taken back. */
export interface RunOptions {
  by: Actor & { reason: string };
  /** Do all of it, and undo it: nothing is kept, the window is not used. */
  dryRun?: boolean;
  onTier?: (passed: PassedTier) => void;
}

/**
 * Carries a release out in production, in one transaction (connection class production-write). What came of it is written to its log,
 * also where it was refused.
 *
 * @param request the code of the request that people ratified.
 * @param options.trust whose keys count.
 * @throws OneRoofError and DatabaseRefusal with what stands in the way; then nothing was changed.
 */
export async function applyRelease(
  production: SessionSource,
  packet: ReleasePacket,
  request: string,
  { by, trust, dryRun = false, onTier }: RunOptions & { trust: Trust },
): Promise<ReleaseRun> {
  const work = async (session: Session) => {
    await beginAct(session, { ...by, action: 'release.apply' });
    await requireRequest(session, packet, request);
    await requireSignature(session, packet, trust);
    return runRelease(session, packet, await expectedFingerprints(session, packet), onTier);
  };
  return logged(production, packet, { by, dryRun }, 'apply', async () => {
    const run = await productionWrite(production, work, { end: dryRun ? 'rollback' : 'commit' });
    const { tiers, entry, exit } = run;
    return { result: run, outcome: dryRun ? 'dry_run' : 'applied', tiers, entry: entry.sha256, exit: exit.sha256 };
  });
}

/**
 * Takes a release back in production, in one transaction. Where it is not applied nothing is done, and the fingerprint says so.
 *
 * @throws OneRoofError and DatabaseRefusal with what stands in the way; then nothing was changed.
 */
export async function rollBackRelease(
  production: SessionSource,
  packet: ReleasePacket,
  { by, dryRun = false }: RunOptions,
): Promise<RollbackRun> {
  const work = async (session: Session) => {
    await beginAct(session, { ...by, action: 'release.rollback' });
    return runRollback(session, packet);
  };
  return logged(production, packet, { by, dryRun }, 'rollback', async () => {
    const run = await productionWrite(production, work, { end: dryRun ? 'rollback' : 'commit' });
    const outcome = !run.done ? 'nothing_to_do' : dryRun ? 'dry_run' : 'rolled_back';
    return { result: run, outcome, entry: run.entry.sha256, exit: run.exit.sha256 };
  });
}

async function logged<Result>(
  production: SessionSource,
  { release }: ReleasePacket,
  { by }: RunOptions,
  action: ReleaseLogEntry['action'],
  run: () => Promise<{ result: Result } & Omit<ReleaseLogEntry, 'action' | 'at' | 'milliseconds' | 'by'>>,
): Promise<Result> {
  const started = performance.now();
  const log = (entry: Omit<ReleaseLogEntry, 'action' | 'at' | 'milliseconds' | 'by'>) =>
    appendReleaseLog(production, release, by, {
      action,
      at: new Date().toISOString(),
      milliseconds: Math.round(performance.now() - started),
      by: by.actor,
      ...entry,
      // What was done is done, whether it can be logged or not.
    }).catch(() => undefined);
  try {
    const { result, ...entry } = await run();
    await log(entry);
    return result;
  } catch (thrown) {
    const known = asOneRoofError(thrown);
    if (known !== null) await log({ outcome: 'refused', message: known.message });
    throw thrown;
  }
}

async function requireRequest(session: Session, { release }: ReleasePacket, request: string): Promise<void> {
  const { code } = parseRow(
    z.object({ code: z.string().nullable() }),
    await session.query(`select (select request_code::text from governance_release where release_code::text = $1) as code`, [release]),
  );
  if (code === request) return;
  throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `${request} is not the request of release ${release}`, {
    subject: release,
    expected: code ?? 'a request: `one-roof release request` asks for the release',
    found: request,
    fix: 'Say the code of the request that people ratified; it is never made up.',
  });
}

const Rehearsal = z.object({
  before: z.string(),
  after_apply: z.string(),
  formula: z.string(),
  postgresql_major: z.number(),
  performed_on: z.string(),
});

/** What the release has to find and to leave: what its newest rehearsal found and left, or what building it came to. */
async function expectedFingerprints(session: Session, { packetTree, plan }: ReleasePacket): Promise<ExpectedFingerprints> {
  const outcome = await session.query(
    `select before, after_apply, formula, postgresql_major, performed_on from governance_rehearsal
     where packet_tree_sha256 = $1 order by id desc limit 1`,
    [packetTree],
  );
  if (outcome.rows.length === 0) return { ...plan.fingerprint, source: 'the packet' };
  const { before, after_apply: after, performed_on: clone, ...kind } = parseRow(Rehearsal, outcome);
  const digest = (sha256: string): FingerprintDigest => ({ sha256, ...kind });
  return { before: digest(before), after: digest(after), source: `its rehearsal on ${clone}` };
}
