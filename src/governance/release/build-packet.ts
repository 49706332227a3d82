import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Fingerprint } from '../../database/fingerprint/fingerprint.ts';
import type { Sealed } from '../../seal/create-seal.ts';
import { makePacket } from '../../seal/make-packet.ts';
import { VERIFIER } from '../../seal/verifier-text.ts';
import { valuesOf } from './draft-release.ts';
import type { ReleaseDraft } from './draft-release.ts';
import type { FingerprintDigest, PacketBaseline } from './packet-baseline.ts';
import type { PacketFacts } from './packet-facts.ts';
import { packetTexts } from './packet-texts.ts';
import type { Figures } from './release-figures.ts';
import { renderRelease, rollbackAll, runAll, SOURCE_TIERS } from './release-source.ts';
import type { Deltas, Tier, TiersDocument } from './tiers-document.ts';

/** What is said about a packet besides what the draft says. */
export interface PacketOptions {
  /** One line for people. */
  title?: string;
  /** The day it was built, `YYYY-MM-DD`. */
  created: string;
  /** The program of the second thread of the seal. */
  worker?: string;
}

/** A packet that was built. */
export interface BuiltPacket extends Sealed {
  facts: PacketFacts;
}

/**
 * Writes the packet of a draft: the tiers with the plan in them as data, what takes them back, `tiers.json`, the baseline, the plan,
 * and the texts for people; sealed as a BagIt bag, whose manifest's sha256 is what people ratify.
 *
 * @param target a folder that does not exist yet.
 * @throws SealError where it cannot be written.
 */
export async function buildPacket(draft: ReleaseDraft, target: string, options: PacketOptions): Promise<BuiltPacket> {
  const { facts, files } = packetFiles(draft, options);
  const folder = mkdtempSync(join(tmpdir(), 'one-roof-release-'));
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const sealed = await makePacket(folder, target, {
      info: [
        ['External-Identifier', draft.release],
        ['External-Description', facts.title],
      ],
      date: options.created,
      verifier: VERIFIER,
      worker: options.worker,
    });
    return { ...sealed, facts };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The payload of the packet of a draft, by path, and what it says about itself. */
function packetFiles(draft: ReleaseDraft, options: PacketOptions): { facts: PacketFacts; files: Map<string, string> } {
  const { release, kind, from, to, plan, changed } = draft;
  const files = new Map<string, string>();
  const data = valuesOf(release, draft.data);
  const whole = { ...data, before: from, after: to };
  const tiers: Tier[] = SOURCE_TIERS.map((source, index) => {
    const values = { ...data, before: draft.after[index - 1] ?? from, after: draft.after[index] ?? to };
    const text = renderRelease(source.file, values);
    files.set(source.file, text);
    if (source.rollback !== null) files.set(source.rollback, renderRelease(source.rollback, values));
    return { ...source, sha256: sha256(text), expected: deltas(values.before, values.after) };
  });
  files.set('99_run_all.sql', runAll(whole));
  files.set('rollback/99_rollback_full.sql', rollbackAll(whole));
  for (const path of ['verify/baseline_probe.sql', 'gate_check.sql', 'gate_check.sh']) files.set(path, renderRelease(path, whole));

  const document: TiersDocument = { version: 1, release, kind, tiers };
  const baseline: PacketBaseline = {
    version: 1,
    plan_sha256: plan.sha256,
    from,
    to,
    fingerprint: { before: digestOf(draft.fingerprint.before), after: digestOf(draft.fingerprint.after) },
  };
  files.set('tiers.json', json(document));
  files.set('baseline.json', json(baseline));
  files.set('what-if.json', json({ cells: changed.cells, first: changed.first }));
  files.set('plan.yaml', plan.source);

  const { objects, scopes, cells } = to;
  const facts: PacketFacts = {
    release,
    kind,
    title: options.title ?? titleOf(draft),
    counts: { ...deltas(from, to), objects, scopes, cells, rows: draft.data.rows.length + draft.data.waivers.length },
    tiers,
    files: [],
    rollbackCommand: 'one-roof release rollback PACKET --reason WHY',
    created: options.created,
  };
  const named = { ...facts, files: [...files.keys(), ...Object.keys(packetTexts(facts))].sort() };
  for (const [path, text] of Object.entries(packetTexts(named))) files.set(path, text);
  return { facts: named, files };
}

function titleOf({ kind, data, changed, to }: ReleaseDraft): string {
  return kind === 'foundation'
    ? `Owners for ${to.objects} objects in ${to.scopes} scopes: ${data.rows.length} owner rows, ${changed.cells} cells`
    : `A change of ${changed.cells} cells: ${data.rows.length} owner rows begin, ${data.ended.length} end, ${data.changes.length} proposed changes take effect`;
}

function deltas(from: Figures, to: Figures): Deltas {
  const delta = (name: keyof Deltas) => ({ from: from[name], to: to[name] });
  return { own: delta('own'), gap: delta('gap'), conflict: delta('conflict'), effective: delta('effective'), outbox: delta('outbox') };
}

/** What is kept of a fingerprint. */
function digestOf({ sha256, formula, postgresqlMajor }: Fingerprint): FingerprintDigest {
  return { sha256, formula, postgresql_major: postgresqlMajor };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** sha256 of a text, in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
