import { createHash } from 'node:crypto';
import { valuesOf } from './draft-release.ts';
import type { PacketBaseline } from './packet-baseline.ts';
import type { PacketFacts } from './runbooks/packet-facts.ts';
import { packetTexts } from './runbooks/packet-texts.ts';
import { CONTENTS } from './release-contents.ts';
import type { ReleaseContents } from './release-contents.ts';
import { changesOf, changesText } from './release-changes.ts';
import type { Figures } from './release-figures.ts';
import { renderRelease, rollbackAll, runAll, SOURCE_TIERS } from './release-source.ts';
import type { Deltas, Tier, TiersDocument } from './tiers-document.ts';
import { visibleJson } from '../../../text/terminal.ts';

/** The payload of a packet, and what it says about itself. */
interface PacketFiles {
  facts: PacketFacts;
  /** Every file of the payload by path. */
  files: ReadonlyMap<string, string>;
}

/**
 * Renders the whole payload of a packet from its contents and its plan. Building writes these bytes; whatever reads a packet compares
 * its bytes with them, so that nothing in a packet is what somebody wrote into it.
 */
export function packetFiles(contents: ReleaseContents, plan: string): PacketFiles {
  const { release, kind, data, from, after, changed, owners } = contents;
  const to = after.at(-1) ?? from;
  const changes = changesOf(changed, owners);
  const files = new Map<string, string>();
  const values = valuesOf(release, data);
  const whole = { ...values, before: from, after: to };
  const tiers: Tier[] = SOURCE_TIERS.map((source, index) => {
    const ofTier = { ...values, before: after[index - 1] ?? from, after: after[index] ?? to };
    const text = renderRelease(source.file, ofTier);
    files.set(source.file, text);
    if (source.rollback !== null) files.set(source.rollback, renderRelease(source.rollback, ofTier));
    return { ...source, sha256: sha256(text), expected: deltas(ofTier.before, ofTier.after) };
  });
  files.set('99_run_all.sql', runAll(whole));
  files.set('rollback/99_rollback_full.sql', rollbackAll(whole));
  for (const path of ['verify/baseline_probe.sql', 'gate_acts.sql', 'gate_check.sql', 'gate_check.sh'])
    files.set(path, renderRelease(path, whole));

  const document: TiersDocument = { version: 1, release, kind, tiers };
  const baseline: PacketBaseline = {
    version: 1,
    plan_sha256: sha256(plan),
    from,
    to,
    fingerprint: contents.fingerprint,
  };
  files.set(CONTENTS, json(contents));
  files.set('tiers.json', json(document));
  files.set('baseline.json', json(baseline));
  files.set('what-if.json', json(changes));
  files.set('changes.tsv', changesText(changed));
  files.set('plan.yaml', plan);

  const { objects, scopes, cells } = to;
  const facts: PacketFacts = {
    release,
    kind,
    title: contents.title ?? titleOf(contents, to),
    counts: { ...deltas(from, to), objects, scopes, cells, rows: data.rows.length + data.waivers.length },
    changes,
    tiers,
    files: [],
    rollbackCommand: 'one-roof release rollback PACKET --reason WHY',
    created: contents.created,
  };
  const named = { ...facts, files: [...files.keys(), ...Object.keys(packetTexts(facts))].sort() };
  for (const [path, text] of Object.entries(packetTexts(named))) files.set(path, text);
  return { facts: named, files };
}

function titleOf({ kind, data, changed }: ReleaseContents, to: Figures): string {
  return kind === 'foundation'
    ? `Owners for ${to.objects} objects in ${to.scopes} scopes: ${data.rows.length} owner rows, ${changed.length} cells`
    : `A change of ${changed.length} cells: ${data.rows.length} owner rows begin, ${data.ended.length} end, ${data.changes.length} proposed changes take effect`;
}

function deltas(from: Figures, to: Figures): Deltas {
  const delta = (name: keyof Deltas) => ({ from: from[name], to: to[name] });
  return {
    own: delta('own'),
    gap: delta('gap'),
    conflict: delta('conflict'),
    effective: delta('effective'),
    outbox: delta('outbox'),
  };
}

function json(value: unknown): string {
  return `${visibleJson(value, 2)}\n`;
}

/** sha256 of a text, in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
