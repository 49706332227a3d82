import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import { verify } from '../../seal/verify.ts';
import { sha256 } from './build-packet.ts';
import { PacketBaseline } from './packet-baseline.ts';
import type { ReleasePlan } from './packet-baseline.ts';
import { RehearsalEvidence } from './rehearsal-evidence.ts';
import { TiersDocument } from './tiers-document.ts';

/** A release packet whose bytes are the sealed ones, in memory: what is run is what was verified. */
export interface ReleasePacket {
  folder: string;
  /** sha256 of the manifest: what people ratify. */
  packetTree: string;
  release: string;
  plan: ReleasePlan;
  planSha256: string;
  /** The SQL of the payload by path. */
  sql: ReadonlyMap<string, string>;
  /** What rehearsals left beside the payload. */
  rehearsals: RehearsalEvidence[];
}

/** The folder of a packet beside its payload in which rehearsals leave their evidence. */
export const REHEARSALS = 'rehearsals';

/**
 * Reads a release packet and verifies every byte of it.
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED where a byte differs from the seal (`seal_mismatch`), or it is no release packet.
 */
export async function readPacket(folder: string): Promise<ReleasePacket> {
  const report = await verify(folder);
  if (report.verdict !== 'equal' || report.kind !== 'packet' || report.packet_tree_sha256 === null) {
    const [first] = report.differences;
    const [problem] = report.problems;
    throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `The packet in ${folder} is not as it was sealed: seal_mismatch`, {
      subject: first?.path ?? folder,
      expected: 'a release packet in which every byte is as it was sealed',
      found: first === undefined ? (problem?.message ?? `a ${report.kind} that is no packet`) : `${first.path}: ${first.message}`,
      fix: 'Get the packet again, or build another one: what people ratified are the sealed bytes.',
      reason: 'seal_mismatch',
    });
  }
  const text = (path: string) => readFileSync(join(folder, 'data', path), 'utf8');
  const tiers = parse(TiersDocument, 'tiers.json', text('tiers.json'));
  const baseline = parse(PacketBaseline, 'baseline.json', text('baseline.json'));
  const paths = tiers.tiers.flatMap(({ file, rollback }) => (rollback === null ? [file] : [file, rollback]));
  const sql = new Map(paths.map((path) => [path, text(path)]));
  for (const { file, sha256: sealed } of tiers.tiers) {
    if (sha256(sql.get(file) ?? '') === sealed) continue;
    throw notARelease('tiers.json', `${file} with sha256 ${sealed}`, sha256(sql.get(file) ?? ''));
  }
  const { kind, release } = tiers;
  const { from, to, fingerprint } = baseline;
  return {
    folder,
    packetTree: report.packet_tree_sha256,
    release,
    plan: { kind, tiers: tiers.tiers, from, to, fingerprint },
    planSha256: baseline.plan_sha256,
    sql,
    rehearsals: rehearsalsIn(folder).filter((evidence) => evidence.packet_tree_sha256 === report.packet_tree_sha256),
  };
}

function rehearsalsIn(folder: string): RehearsalEvidence[] {
  const place = join(folder, REHEARSALS);
  const names = readdirSync(folder).includes(REHEARSALS) ? readdirSync(place).sort() : [];
  return names.map((name) => parse(RehearsalEvidence, `${REHEARSALS}/${name}`, readFileSync(join(place, name), 'utf8')));
}

function parse<Schema extends z.ZodType>(schema: Schema, path: string, text: string): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notARelease(path, 'JSON', text.slice(0, 40));
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw notARelease(path, issue?.message ?? 'another form', issue?.path.join('.') ?? 'this');
}

function notARelease(path: string, expected: string, found: string): OneRoofError {
  return new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `This is no release packet of this version: ${path}`, {
    subject: path,
    expected,
    found,
    fix: 'Build it with `one-roof release build`.',
  });
}
