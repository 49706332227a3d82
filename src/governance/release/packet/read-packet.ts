import { z } from 'zod';
import { OneRoofError } from '../../../contract/errors.ts';
import type { ReleaseChanges } from '../../../contract/answers/release-changes.ts';
import { keepPacket } from '../../../seal/kept-bytes.ts';
import type { KeptPacket } from '../../../seal/kept-bytes.ts';
import { Root } from '../../../seal/folder/root.ts';
import { SealError } from '../../../seal/seal-error.ts';
import type { RehearsalEvidence } from '../../rehearsal/judge-rehearsal.ts';
import { packetFiles, sha256 } from './packet-files.ts';
import type { ReleaseManifest } from './packet-baseline.ts';
import { CONTENTS, ReleaseContents, RENDERER } from './release-contents.ts';
import { requireRendered, requireThisVersion } from './require-rendered.ts';

/** A release packet whose bytes are the sealed ones, in memory: what is run is what was verified, and what this version renders. */
export interface ReleasePacket {
  folder: string;
  /** sha256 of the `manifest-sha256.txt` of its seal: what people ratify. */
  packetTree: string;
  release: string;
  manifest: ReleaseManifest;
  planSha256: string;
  /** Its changes, cell by cell: people sign these. */
  changes: ReleaseChanges;
  /** The version of One-Roof that rendered it. */
  renderedBy: string;
  /** The payload by path, as it was verified. */
  payload: ReadonlyMap<string, Uint8Array>;
  /** The SQL of the tiers by path, as this version renders it. */
  sql: ReadonlyMap<string, string>;
  /** Evidence that rehearsals left beside the payload. Anybody can have written it: judgeRehearsal() tells whether it counts. */
  rehearsals: RehearsalEvidence[];
}

/** The folder of a packet beside its payload in which rehearsals leave their evidence. */
export const REHEARSALS = 'rehearsals';

/** Options for reading a packet. */
interface ReadOptions {
  /**
   * Accepts a packet of another version, to roll its release back. Only text that this version renders from the code of the
   * release; nothing of the packet is run.
   */
  anyVersion?: boolean;
}

/**
 * Reads a release packet once: verifies every byte of it, and that each of them is what this version renders from its data. What it
 * returns is what was verified; the folder is not looked at again.
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED where a byte differs from the seal (`seal_mismatch`) or from what its data render to
 *   (`not_rendered`), another version rendered it (`other_version`), or it is no release packet.
 */
export async function readPacket(folder: string, { anyVersion = false }: ReadOptions = {}): Promise<ReleasePacket> {
  const { report, payload, tags } = await kept(folder);
  const packetTree = report.packet_tree_sha256;
  if (payload.size === 0 || packetTree === null) throw otherBytes(folder, report);
  const contents = parse(ReleaseContents, CONTENTS, textOf(payload, CONTENTS));
  const plan = textOf(payload, 'plan.yaml');
  if (!anyVersion || contents.rendered_by === RENDERER) requireRendered(payload, contents, plan);
  const { facts, files } = packetFiles(contents, plan);
  const { release, kind, installed, from, fingerprint } = contents;
  return {
    folder,
    packetTree,
    release,
    manifest: { kind, tiers: [...facts.tiers], installed, from, to: contents.after.at(-1) ?? from, fingerprint },
    planSha256: sha256(plan),
    changes: facts.changes,
    renderedBy: contents.rendered_by,
    payload,
    sql: new Map([...files].filter(([path]) => path.endsWith('.sql'))),
    rehearsals: rehearsalsIn(tags),
  };
}

async function kept(folder: string): Promise<KeptPacket> {
  try {
    const root = new Root(folder);
    try {
      return await keepPacket(root);
    } finally {
      root.close();
    }
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    const { subject = folder, expected = 'the sealed bytes', found = error.message } = error.detail;
    throw mismatch(folder, { subject, expected, found });
  }
}

function otherBytes(folder: string, { kind, differences, problems }: KeptPacket['report']): OneRoofError {
  const [first] = differences;
  const [problem] = problems;
  return mismatch(folder, {
    subject: first?.path ?? folder,
    expected: 'a release packet in which every byte is as it was sealed',
    found:
      first === undefined ? (problem?.message ?? `a ${kind} that is not a packet`) : `${first.path}: ${first.message}`,
  });
}

function mismatch(folder: string, detail: { subject: string; expected: string; found: string }): OneRoofError {
  return new OneRoofError(
    'ONE_ROOF_PRECONDITION_FAILED',
    `The packet in ${folder} has changed since it was sealed: seal_mismatch`,
    {
      ...detail,
      fix: 'Get the packet again, or build another one: people ratified the sealed bytes.',
      reason: 'seal_mismatch',
    },
  );
}

function rehearsalsIn(tags: KeptPacket['tags']): RehearsalEvidence[] {
  return [...tags.keys()]
    .filter((path) => path.startsWith(`${REHEARSALS}/`) && !path.endsWith('.sig'))
    .sort()
    .map((path) => ({
      statement: textOf(tags, path),
      signature: tags.has(`${path}.sig`) ? textOf(tags, `${path}.sig`) : null,
    }));
}

/** @throws OneRoofError where it is missing, or not UTF-8: other bytes must not mean the same text. */
function textOf(files: ReadonlyMap<string, Buffer>, path: string): string {
  const bytes = files.get(path);
  if (bytes === undefined) throw notARelease(path, 'the file', 'none');
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes)) throw notARelease(path, 'UTF-8', 'other bytes');
  return text;
}

/** The part of the contents that is the same in every version: which release, and which version rendered it. */
const NAMED = { release: ReleaseContents.shape.release, rendered_by: ReleaseContents.shape.rendered_by };

function parse<Schema extends z.ZodType>(schema: Schema, path: string, text: string): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notARelease(path, 'JSON', text.slice(0, 40));
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  if (path === CONTENTS) requireThisVersion(z.looseObject(NAMED).safeParse(value).data);
  const [issue] = parsed.error.issues;
  const found = issue === undefined ? 'another form' : `${issue.path.join('.')}: ${issue.message}`;
  throw notARelease(path, `the form of version ${RENDERER}`, found);
}

function notARelease(path: string, expected: string, found: string): OneRoofError {
  return new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `This is not a release packet of this version: ${path}`, {
    subject: path,
    expected,
    found,
    fix: 'Build it with `one-roof release build`.',
  });
}
