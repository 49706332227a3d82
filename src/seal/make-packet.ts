import { closeSync, constants, mkdirSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bytePath, pathText, printable, showPath } from './folder/byte-path.ts';
import type { BytePath } from './folder/byte-path.ts';
import { readContents, sum, writeFile } from './create-seal.ts';
import type { Contents, Sealed } from './create-seal.ts';
import { LENGTHS, MANIFEST } from './manifest/manifest.ts';
import { BAGIT_TXT, PACKET_LABEL, PACKET_VERSION, TAG_MANIFEST } from './packet-rules.ts';
import { requireFile } from './folder/read-file.ts';
import { readManifest, sha256OfText } from './manifest/read-seal.ts';
import { asPath, Root } from './folder/root.ts';
import { SealError, systemCode } from './seal-error.ts';
import { SHA256 } from './digests/algorithms.ts';
import { manifestText } from './manifest/write-manifest.ts';

/** Options of a packet, besides its files. */
export interface PacketOptions {
  /** Elements of `bag-info.txt`, such as `External-Identifier`. Those that the packet says of itself cannot be given. */
  info?: readonly (readonly [label: string, value: string])[];
  /** Day of the packet, `YYYY-MM-DD`. Default: today, in UTC. */
  date?: string | undefined;
  /** Further tag files by path, such as attestations. */
  tagFiles?: ReadonlyMap<string, string>;
  /** The text of `verify.mjs`, which is put into the packet. */
  verifier: string;
  /** The program of the second thread. */
  worker?: string | undefined;
}

/** Labels that a packet writes by itself. */
const OWN_LABELS = ['bagging-date', 'payload-oxum', PACKET_LABEL.toLowerCase()];

/**
 * Makes a packet: a BagIt 1.0 bag with copies of all files of a folder, manifests, lengths, and the one-file verifier. It is
 * built beside its place and moved there when it is whole.
 *
 * @param source the folder; nothing in it is changed.
 * @param target a folder that does not exist yet.
 * @throws SealError where something cannot be packed.
 */
export async function makePacket(source: string, target: string, options: PacketOptions): Promise<Sealed> {
  const draft = join(dirname(target), `.one-roof-seal-${process.pid}-${Date.now()}`);
  const from = new Root(source);
  try {
    const expected = await readContents(from, [], options.worker);
    for (const path of expected.digests.keys()) requirePackable(path);
    mkdirSync(join(draft, 'data'), { recursive: true });
    const packet = new Root(draft);
    try {
      copyFiles(from, draft, expected.digests.keys());
      const payload = inFolder(await ofCopies(draft, options.worker), 'data/');
      for (const [path, digest] of expected.digests) {
        if (payload.digests.get(`data/${path}`) === digest) continue;
        throw new SealError(`${showPath(path)} changed while it was copied`, {
          subject: showPath(path),
          expected: digest,
          found: 'another digest',
        });
      }
      const sealed = writeTagFiles(packet, payload, options);
      if (existsAlready(target))
        throw new SealError(`${target} exists already`, {
          subject: target,
          expected: 'a folder that does not exist yet',
          found: 'one that does',
          fix: 'Choose another name, or remove it: existing packets are not overwritten.',
        });
      renameSync(draft, target);
      return sealed;
    } finally {
      packet.close();
    }
  } finally {
    from.close();
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Names that both BagIt and `sha256sum -c` read as they are: the one percent-encodes what the other escapes. */
function requirePackable(path: BytePath): void {
  const bad = pathText(path) === null ? 'bytes that are not UTF-8' : /[\r\n%\\]/.exec(path)?.[0];
  if (bad === undefined) return;
  throw new SealError(`${showPath(path)} cannot be packed`, {
    subject: showPath(path),
    expected: 'a name in UTF-8 without line breaks, % and \\',
    found: printable(bad),
    fix: 'rename it: BagIt and sha256sum would read the name differently',
  });
}

function existsAlready(target: string): boolean {
  try {
    mkdirSync(target);
    rmSync(target, { recursive: true });
    return false;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return true;
    throw error;
  }
}

function copyFiles(from: Root, draft: string, paths: Iterable<BytePath>): void {
  const buffer = Buffer.allocUnsafeSlow(128 * 1024);
  const data = `${bytePath(draft)}/data/`;
  for (const path of paths) {
    const slash = path.lastIndexOf('/');
    if (slash !== -1) mkdirSync(asPath(data + path.slice(0, slash)), { recursive: true });
    const read = from.open(path);
    if (typeof read === 'string')
      throw new SealError(`${showPath(path)} cannot be read`, { subject: showPath(path), found: read });
    const write = openSync(asPath(data + path), constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o644);
    try {
      for (let length = readSync(read, buffer); length > 0; length = readSync(read, buffer)) {
        for (let written = 0; written < length;) written += writeSync(write, buffer, written, length - written);
      }
    } finally {
      closeSync(read);
      closeSync(write);
    }
  }
}

async function ofCopies(draft: string, worker: string | undefined): Promise<Contents> {
  const data = new Root(join(draft, 'data'));
  try {
    return await readContents(data, [], worker);
  } finally {
    data.close();
  }
}

function inFolder({ digests, lengths }: Contents, folder: string): Contents {
  const moved = <T>(map: Map<BytePath, T>) => new Map([...map].map(([path, value]) => [folder + path, value]));
  return { digests: moved(digests), lengths: moved(lengths) };
}

function writeTagFiles(packet: Root, { digests, lengths }: Contents, options: PacketOptions): Sealed {
  const bytes = sum(lengths);
  const manifest = manifestText(digests);
  const info: (readonly [string, string])[] = [
    ...(options.info ?? []).map(([label, value]) => infoElement(label, value)),
    ['Bagging-Date', options.date ?? new Date().toISOString().slice(0, 10)],
    ['Payload-Oxum', `${bytes}.${digests.size}`],
    [PACKET_LABEL, PACKET_VERSION],
  ];
  const tagFiles = new Map<BytePath, string>([
    ['bagit.txt', BAGIT_TXT],
    ['bag-info.txt', bytePath(info.map(([label, value]) => `${label}: ${value}\n`).join(''))],
    [MANIFEST, manifest],
    [LENGTHS, manifestText(lengths)],
    ['verify.mjs', bytePath(options.verifier)],
    ...[...(options.tagFiles ?? [])].map(([path, text]): [BytePath, string] => [bytePath(path), bytePath(text)]),
  ]);
  const folders = new Set(
    [...tagFiles.keys()].filter((path) => path.includes('/')).map((path) => path.slice(0, path.lastIndexOf('/'))),
  );
  for (const folder of folders) mkdirSync(asPath(`${bytePath(packet.path)}/${folder}`), { recursive: true });
  for (const [path, text] of tagFiles) writeFile(packet, path, text);
  writeFile(
    packet,
    TAG_MANIFEST,
    manifestText(new Map([...tagFiles].map(([path, text]) => [path, sha256OfText(text)]))),
  );
  return { files: digests.size, bytes, packet_tree_sha256: sha256OfText(manifest) };
}

function infoElement(label: string, value: string): readonly [string, string] {
  const own = OWN_LABELS.includes(label.toLowerCase());
  if (!own && /^[^\s:](?:[^:\r\n]*[^\s:])?$/.test(label) && /^[^\r\n]*$/.test(value)) return [label, value];
  const found = printable(`${label}: ${value}`).slice(0, 200);
  throw new SealError(`${printable(label)} cannot be in bag-info.txt`, {
    expected: own ? 'a label that the packet does not write by itself' : 'one line: <label>: <value>',
    found,
  });
}

/**
 * Puts a further tag file, such as an attestation, into a packet, and lists it in the tag manifest. The payload, its manifest and so
 * `packet_tree_sha256` stay what they are.
 *
 * @throws SealError where it is no packet, or has such a file.
 */
export function addTagFile(packet: Root, path: string, text: string): void {
  const name = bytePath(path);
  if (packet.has(name))
    throw new SealError(`${path} exists already`, { subject: path, expected: 'a name that is free' });
  requireFile(packet, 'bagit.txt');
  const [tags] = readManifest(packet, TAG_MANIFEST, SHA256).manifests;
  const slash = name.lastIndexOf('/');
  if (slash !== -1) mkdirSync(asPath(`${bytePath(packet.path)}/${name.slice(0, slash)}`), { recursive: true });
  const bytes = bytePath(text);
  writeFile(packet, name, bytes);
  writeFile(packet, TAG_MANIFEST, manifestText(new Map([...(tags?.entries ?? []), [name, sha256OfText(bytes)]])));
}
