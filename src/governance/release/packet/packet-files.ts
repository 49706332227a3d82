import { createHash } from 'node:crypto';
import { valuesOf } from './draft-release.ts';
import type { PacketBaseline } from './packet-baseline.ts';
import type { PacketFacts } from './runbooks/packet-facts.ts';
import { packetTexts } from './runbooks/packet-texts.ts';
import { CONTENTS } from './release-contents.ts';
import type { ReleaseContents } from './release-contents.ts';
import { changesOf, changesText } from './release-changes.ts';
import { deltasOf, shownFigures } from './release-figures.ts';
import type { Figures } from './release-figures.ts';
import { renderRelease, renderTier, rollbackAll, runAll } from './release-source.ts';
import { installs, tiersNumbered } from './source/source-tiers.ts';
import type { Tier, TiersDocument } from './tiers-document.ts';
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
  const sources = tiersNumbered(contents.tiers);
  const tiers: Tier[] = sources.map((source, index) => {
    const { tier, title, file, gate, stop_condition, rollback } = source;
    const relations = [...installs(source, contents.installed)];
    const ofTier = { ...values, before: after[index - 1] ?? from, after: after[index] ?? to };
    const text = renderTier(source, relations, ofTier);
    files.set(file, text);
    if (rollback !== null) files.set(rollback, renderRelease(rollback, ofTier));
    const expected = deltasOf(sources, ofTier.before, ofTier.after);
    return { tier, title, file, gate, relations, stop_condition, rollback, sha256: sha256(text), expected };
  });
  files.set('99_run_all.sql', runAll(sources, whole));
  files.set('rollback/99_rollback_full.sql', rollbackAll(sources, whole));
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

  const facts: PacketFacts = {
    release,
    kind,
    title: contents.title ?? titleOf(contents, to),
    counts: {
      figures: shownFigures(sources).map(({ name, label = name, title = label }) => {
        return { label, title, from: from[name] ?? 0, to: to[name] ?? 0 };
      }),
      gap: { from: from['gap'] ?? 0, to: to['gap'] ?? 0 },
      objects: to['objects'] ?? 0,
      scopes: to['scopes'] ?? 0,
      cells: to['cells'] ?? 0,
      rows: data.rows.length + data.waivers.length,
    },
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
    ? `Owners for ${to['objects'] ?? 0} objects in ${to['scopes'] ?? 0} scopes: ${data.rows.length} owner rows, ${changed.length} cells`
    : `A change of ${changed.length} cells: ${data.rows.length} owner rows begin, ${data.ended.length} end, ${data.changes.length} waiting changes take effect`;
}

function json(value: unknown): string {
  return `${visibleJson(value, 2)}\n`;
}

/** sha256 of a text, in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
