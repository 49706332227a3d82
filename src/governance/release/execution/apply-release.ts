import { isDeepStrictEqual } from 'node:util';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { OneRoofError } from '../../../contract/errors.ts';
import type { ProductionSession, Write } from '../../../database/sessions/session.ts';
import type { Actor } from '../../acts/actor.ts';
import { beginAct } from '../../acts/begin-act.ts';
import { asOneRoofError, CONNECTION_LOST } from '../../errors/as-one-roof-error.ts';
import { parseRow } from '../../../database/parse-rows.ts';
import type { Trust } from '../../ratification/read-trust.ts';
import { signedChanges } from '../../ratification/requests/signed-changes.ts';
import { appendReleaseLog } from './append-release-log.ts';
import type { ReleaseLogEntry } from './append-release-log.ts';
import { expectedFingerprints } from './expected-fingerprints.ts';
import type { ReleasePacket } from '../packet/read-packet.ts';
import { changeLines } from '../../ratification/requests/change-lines.ts';
import { requireLinted } from '../packet/require-linted.ts';
import { requireSignature } from './require-signature.ts';
import { runRelease, runRollback } from './run-release.ts';
import type { PassedTier, ReleaseRun, RollbackRun } from './run-release.ts';

/** How a release is carried out or taken back. */
export interface RunOptions {
  by: Actor & { reason: string };
  /** Do all of it, and undo it: nothing is kept, the run permit is not used. */
  dryRun?: boolean;
  onTier?: (passed: PassedTier) => void;
  /** For how many milliseconds a PostgreSQL that is away is waited for, to tell the log that the run was cut. */
  patience?: number;
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
  production: Write<ProductionSession>,
  packet: ReleasePacket,
  request: string,
  { trust, onTier, ...options }: RunOptions & { trust: Trust },
): Promise<ReleaseRun> {
  const { by, dryRun = false } = options;
  const work = async (session: ProductionSession) => {
    await beginAct(session, { ...by, action: 'release.apply' });
    await requireRequest(session, packet, request);
    await requireSignature(session, packet, trust);
    await requireLinted(session, packet);
    return runRelease(
      session,
      packet,
      await expectedFingerprints(session, packet.packetTree, packet.manifest.fingerprint),
      onTier,
    );
  };
  return logged(production, packet, options, 'apply', async () => {
    const run = await production(work, { end: dryRun ? 'rollback' : 'commit' });
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
  production: Write<ProductionSession>,
  packet: ReleasePacket,
  options: RunOptions,
): Promise<RollbackRun> {
  const { by, dryRun = false } = options;
  const work = async (session: ProductionSession) => {
    await beginAct(session, { ...by, action: 'release.rollback' });
    return runRollback(session, packet);
  };
  return logged(production, packet, options, 'rollback', async () => {
    const run = await production(work, { end: dryRun ? 'rollback' : 'commit' });
    const outcome = !run.done ? 'nothing_to_do' : dryRun ? 'dry_run' : 'rolled_back';
    return { result: run, outcome, entry: run.entry.sha256, exit: run.exit.sha256 };
  });
}

async function logged<Result>(
  production: Write<ProductionSession>,
  { release }: ReleasePacket,
  { by, patience = PATIENCE }: RunOptions,
  action: ReleaseLogEntry['action'],
  run: () => Promise<{ result: Result } & Omit<ReleaseLogEntry, 'action' | 'at' | 'milliseconds' | 'by'>>,
): Promise<Result> {
  const started = performance.now();
  const append = (entry: Omit<ReleaseLogEntry, 'action' | 'at' | 'milliseconds' | 'by'>) =>
    appendReleaseLog(production, release, by, {
      action,
      at: new Date().toISOString(),
      milliseconds: Math.round(performance.now() - started),
      by: by.actor,
      ...entry,
    });
  // What was done is done, whether it can be logged or not.
  const log = (entry: Parameters<typeof append>[0]) => append(entry).catch(() => undefined);
  try {
    const { result, ...entry } = await run();
    await log(entry);
    return result;
  } catch (thrown) {
    const known = asOneRoofError(thrown);
    if (known?.extensions['reason'] === CONNECTION_LOST) {
      const told = await onceItIsBack(patience, () => append({ outcome: 'cut', message: CUT }));
      if (!told) throw untold(known, thrown);
    } else if (known !== null) await log({ outcome: 'refused', message: known.message });
    throw thrown;
  }
}

/** How long a server may take to start again that has to look through what it was doing. */
const PATIENCE = 60_000;

/** The log entry of a run whose connection was lost. */
const CUT =
  'the connection to PostgreSQL was lost during the run: either all of it was kept or nothing, and the status of the release says which';

/** Does something as soon as PostgreSQL is there again. False: it did not come back in time, or does not take it. */
async function onceItIsBack(patience: number, work: () => Promise<void>): Promise<boolean> {
  const until = performance.now() + patience;
  for (;;) {
    const done = await work().then(
      () => true,
      () => false,
    );
    if (done || performance.now() >= until) return done;
    await setTimeout(500);
  }
}

/** The error for a run that was cut and could not be logged: only its operator knows of it. */
function untold(known: OneRoofError, cause: unknown): OneRoofError {
  const fix = `The log of the release does not say so: PostgreSQL did not come back. ${CUT[0]?.toUpperCase() ?? ''}${CUT.slice(1)}.`;
  return new OneRoofError(known.code, known.message, { ...known.extensions, found: (cause as Error).message, fix });
}

/** Insists that people were asked about this release, by this request, and that what they read and signed is what the packet changes. */
async function requireRequest(
  session: ProductionSession,
  { release, changes }: ReleasePacket,
  request: string,
): Promise<void> {
  const { code, asked } = parseRow(
    z.object({ code: z.string().nullable(), asked: z.record(z.string(), z.unknown()).nullable() }),
    await session.query(
      `select r.request_code::text as code, q.proposed_action as asked
       from (values (1)) as one
       left join governance_release r on r.release_code::text = $1
       left join approval_requests q on q.code = r.request_code`,
      [release],
    ),
  );
  if (code === request) {
    const told = signedChanges(asked ?? {});
    if (isDeepStrictEqual(told, changes)) return;
    throw new OneRoofError(
      'ONE_ROOF_PRECONDITION_FAILED',
      `${request} asks for other cells than release ${release} changes`,
      {
        subject: release,
        expected: changeLines(changes, 5).join('; '),
        found: told === null ? 'no list of cells' : changeLines(told, 5).join('; '),
        fix: 'The signed cells are not those that would change. Withdraw the request and ask anew with `one-roof release request`.',
        reason: 'other_changes',
      },
    );
  }
  throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `${request} is not the request of release ${release}`, {
    subject: release,
    expected: code ?? 'a request: `one-roof release request` asks for the release',
    found: request,
    fix: 'Name the code of the ratified request; it is never guessed.',
  });
}
