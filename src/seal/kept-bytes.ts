import { createHash } from 'node:crypto';
import { pathText, showPath } from './folder/byte-path.ts';
import { SHA256 } from './digests/algorithms.ts';
import { MANIFEST } from './manifest/manifest.ts';
import { TAG_MANIFEST } from './packet-rules.ts';
import { readChecksums } from './manifest/read-checksums.ts';
import { requireFile } from './folder/read-file.ts';
import type { Report } from './report.ts';
import type { Root } from './folder/root.ts';
import { SealError } from './seal-error.ts';
import { verifyBag } from './verify-bag.ts';

/** A packet as it was verified: its report, and the bytes themselves. Nothing of it is read again. */
export interface KeptPacket {
  report: Report;
  /** Every file of the payload by its path in `data/`. */
  payload: ReadonlyMap<string, Buffer>;
  /** Every file beside it that the tag manifest lists. */
  tags: ReadonlyMap<string, Buffer>;
}

/**
 * Verifies a packet and keeps its bytes. What is kept is hashed once more, from memory: files that are swapped after the verification
 * are found, or are not used. No link is followed, in no part of a path.
 *
 * @returns without bytes where the report says that something differs.
 */
export async function keepPacket(root: Root): Promise<KeptPacket> {
  const report = await verifyBag(root, {});
  const isWhole = report.verdict === 'equal' && report.kind === 'packet' && report.packet_tree_sha256 !== null;
  if (!isWhole) return { report, payload: new Map(), tags: new Map() };
  return { report, ...keepBytes(root, report.packet_tree_sha256 ?? '') };
}

/**
 * Reads the files of a packet into memory and insists that these bytes are those of the seal with that digest.
 *
 * @throws SealError where a file is not what the manifest says, or the manifest is another one.
 */
export function keepBytes(root: Root, tree: string): Pick<KeptPacket, 'payload' | 'tags'> {
  const manifest = requireFile(root, MANIFEST);
  requireDigest(MANIFEST, Buffer.from(manifest, 'latin1'), tree);
  const listed = (text: string, name: string) =>
    readChecksums([text], name, SHA256).manifests.flatMap(({ entries }) => [...entries]);
  const read = (entries: [string, string][]) =>
    entries.map(([path, digest]): [string, Buffer] => {
      const bytes = Buffer.from(requireFile(root, path), 'latin1');
      requireDigest(path, bytes, digest);
      return [pathText(path) ?? path, bytes];
    });
  const payload = read(listed(manifest, MANIFEST)).map(([path, bytes]): [string, Buffer] => [
    path.replace(/^data\//, ''),
    bytes,
  ]);
  const tags = read(listed(requireFile(root, TAG_MANIFEST), TAG_MANIFEST));
  return { payload: new Map(payload), tags: new Map(tags) };
}

function requireDigest(path: string, bytes: Buffer, expected: string): void {
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found === expected) return;
  throw new SealError(`${showPath(path)} changed while it was read`, { subject: showPath(path), expected, found });
}
