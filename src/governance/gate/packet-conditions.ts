import { z } from 'zod';
import type { Gate } from '../../contract/answers/gate.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { releaseFingerprint, releaseFormula } from '../release/packet/draft-release.ts';
import { driftOf, expectedFingerprints, upgradeSince } from '../release/execution/expected-fingerprints.ts';
import { PacketBaseline } from '../release/packet/packet-baseline.ts';

type Condition = Gate['conditions'][number];

/** The release that the gate judges: its packet, the packet that its request names, and the fingerprints that building it came to. */
export const GatedRelease = z.object({
  code: z.string(),
  packet: z.string(),
  asked: z.string().nullable(),
  built: PacketBaseline.shape.fingerprint.nullish(),
});
type GatedRelease = z.infer<typeof GatedRelease>;

/**
 * The conditions, with those about bytes and state: the packet is the sealed one that people were asked about (9), and the database is
 * what was rehearsed (10). The fingerprint is taken where nothing else stands in the way: it costs more than all the rest, and
 * before that it opens nothing. That it could not be compared, because something was upgraded, is said at once.
 *
 * @param packet packet_tree_sha256 of the bytes that are about to run; null: whoever asks does not see them.
 */
export async function withBytesAndState(
  session: ReadSession,
  conditions: readonly Condition[],
  release: GatedRelease,
  packet: string | null,
): Promise<Condition[]> {
  const judged = [...conditions, sealCondition(release, packet)];
  const open = judged.every(({ ok }) => ok === true);
  return [...judged, await stateCondition(session, release, open)].sort(
    (one, other) => one.condition - other.condition,
  );
}

function sealCondition({ packet: sealed, asked }: GatedRelease, packet: string | null): Condition {
  const found = packet ?? asked ?? sealed;
  const ok = found === sealed;
  return {
    condition: 9,
    name: 'seal',
    expected: `packet ${sealed}`,
    actual:
      packet !== null || !ok
        ? `packet ${found}`
        : 'the packet that people are asked about; its bytes are compared by `release apply`',
    ok,
    blocker: ok ? null : 'seal_mismatch',
    fix: ok ? null : 'Get the ratified packet: people decided about its sealed bytes.',
  };
}

async function stateCondition(
  session: ReadSession,
  { packet, built }: GatedRelease,
  open: boolean,
): Promise<Condition> {
  const condition = { condition: 10, name: 'fingerprint', expected: 'what was rehearsed' };
  const unjudged = { ...condition, ok: null, blocker: null, fix: null };
  if (!built) return { ...unjudged, actual: 'the release does not say what it was built on' };
  const { before, source } = await expectedFingerprints(session, packet, built);
  // People need not decide about what no fingerprint can match any more.
  const upgraded = open ? null : upgradeSince(await releaseFormula(session), before, source);
  if (!open && upgraded === null) return { ...unjudged, actual: 'compared only once everything else is as expected' };
  const drift = upgraded ?? driftOf(await releaseFingerprint(session), before, source);
  if (drift === null) return { ...condition, actual: 'what was rehearsed', ok: true, blocker: null, fix: null };
  return {
    ...condition,
    expected: drift.expected,
    actual: drift.found,
    ok: false,
    blocker: 'drift',
    fix: drift.fix,
  };
}
