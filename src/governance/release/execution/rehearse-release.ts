import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { OneRoofError } from '../../../contract/errors.ts';
import type { ReleaseChanges } from '../../../contract/answers/release-changes.ts';
import type { CloneSession, Write } from '../../../database/sessions/session.ts';
import type { Actor } from '../../acts/actor.ts';
import { beginAct } from '../../acts/begin-act.ts';
import type { Rehearsal } from '../../rehearsal/rehearsal-statement.ts';
import { parseRow } from '../../../database/parse-rows.ts';
import { cellsChanged, keepCells, ownersOf } from '../packet/changed-cells.ts';
import { releaseFingerprint } from '../packet/draft-release.ts';
import type { ReleasePacket } from '../packet/read-packet.ts';
import { changeLines } from '../../ratification/requests/change-lines.ts';
import { changesOf } from '../packet/release-changes.ts';
import { requireLinted } from '../packet/require-linted.ts';
import { runRelease, runRollback } from './run-release.ts';
import type { PassedTier } from './run-release.ts';
import { simulateApproval } from './simulate-approval.ts';

/** Findings of a rehearsal on the clone; the caller knows production and the signer. */
export type Rehearsed = Omit<Rehearsal, 'production' | 'entry' | 'exit' | 'signer'>;

/**
 * Rehearses a release on a proven clone, path TXN: approval is simulated by one marked row, the release is carried out and taken back,
 * with a fingerprint before, between and after, and all of it is rolled back (connection class clone-write). What changed meanwhile is
 * compared, cell by cell, with what the packet says, which is what people sign.
 *
 * @throws DatabaseRefusal `not_a_clone`; OneRoofError where other cells change than the packet says; what runRelease() and runRollback()
 *   throw.
 */
export async function rehearseRelease(
  clone: Write<CloneSession>,
  packet: ReleasePacket,
  by: Actor,
  onTier?: (passed: PassedTier) => void,
): Promise<Rehearsed> {
  return clone((session) => rehearse(session, packet, by, onTier), { end: 'rollback' });
}

async function rehearse(
  session: CloneSession,
  packet: ReleasePacket,
  by: Actor,
  onTier?: (passed: PassedTier) => void,
): Promise<Rehearsed> {
  await requireLinted(session, packet);
  await beginAct(session, { ...by, action: 'release.rehearse', reason: `rehearsal of ${packet.release}` });
  await simulateApproval(session, packet, by.actor);
  const { before, after } = packet.manifest.fingerprint;
  await keepCells(session);
  const run = await runRelease(session, packet, { before, after, source: 'the packet' }, onTier);
  const cells = await cellsChanged(session);
  const changes = changesOf(cells, await ownersOf(session, cells));
  requireChanges(packet, changes);
  await runRollback(session, packet);
  const restored = await releaseFingerprint(session);
  return {
    release: packet.release,
    packet: packet.packetTree,
    changes: changes.sha256,
    ...parseRow(Place, await session.query(PLACE)),
    mode: 'TXN',
    formula: run.entry.formula,
    postgresql: run.entry.postgresqlMajor,
    before: run.entry.sha256,
    after_apply: run.exit.sha256,
    after_rollback: restored.sha256,
    tiers: run.tiers.map(({ tier, milliseconds }) => `${tier}:${milliseconds}`).join(' '),
    performed: new Date().toISOString(),
  };
}

const Place = z.object({ clone: z.string(), database: z.string(), server: z.string() });
const PLACE = `select environment_name() as clone, current_database() as database, current_setting('server_version') as server`;

function requireChanges({ release, changes: said }: ReleasePacket, changes: ReleaseChanges): void {
  if (isDeepStrictEqual(changes, said)) return;
  throw new OneRoofError(
    'ONE_ROOF_PRECONDITION_FAILED',
    `The packet of release ${release} does not say what it changes`,
    {
      subject: 'changes.tsv',
      expected: changeLines(said, 5).join('; '),
      found: changeLines(changes, 5).join('; '),
      fix: 'People sign the list of changes. Build the packet again.',
      reason: 'other_changes',
    },
  );
}
