import { closeSync, constants, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { BytePath } from './folder/byte-path.ts';
import { showPath } from './folder/byte-path.ts';
import { SHA256 } from './digests/algorithms.ts';
import { hashFiles } from './digests/hash-files.ts';
import { LENGTHS, MANIFEST } from './manifest/manifest.ts';
import { sha256OfText } from './manifest/read-seal.ts';
import { asPath } from './folder/root.ts';
import type { Root } from './folder/root.ts';
import { SealError } from './seal-error.ts';
import { clashesAmong } from './verify-files.ts';
import { walkFolder } from './folder/walk-folder.ts';
import { manifestText } from './manifest/write-manifest.ts';

/** Digest and length in bytes of every file of a folder. */
export interface Contents {
  digests: Map<BytePath, string>;
  lengths: Map<BytePath, number>;
}

/** Result of sealing a folder. */
export interface Sealed {
  files: number;
  bytes: number;
  packet_tree_sha256: string;
}

/**
 * Reads the files of a folder that is to be sealed.
 *
 * @param leaveOut files that belong to the seal itself.
 * @throws SealError where something cannot be sealed: a link, a FIFO, names that clash elsewhere, a repository, nothing at all.
 */
export async function readContents(root: Root, leaveOut: readonly BytePath[], worker?: string): Promise<Contents> {
  const paths: BytePath[] = [];
  for (const { path, kind } of walkFolder(root)) {
    if (leaveOut.includes(path)) continue;
    if (path.startsWith('.git/') || path === '.git')
      throw cannot(path, 'a folder without a repository of its own', '.git', 'seal a folder in it');
    if (kind !== 'file')
      throw cannot(path, 'regular, readable files', kind, 'take it out, or put a copy of the file in its place');
    paths.push(path);
  }
  if (paths.length === 0)
    throw new SealError('there is nothing to seal', {
      subject: root.path,
      expected: 'at least one file',
      found: 'none',
    });
  const [clash] = clashesAmong(paths);
  if (clash !== undefined)
    throw cannot(
      clash[1],
      'names that differ by more than case or Unicode normal form',
      `also ${showPath(clash[0])}`,
      'rename one of them',
    );

  const contents: Contents = { digests: new Map(), lengths: new Map() };
  await hashFiles(
    root,
    [SHA256],
    paths.sort(),
    (path, result) => {
      if (typeof result === 'string')
        throw cannot(path, 'a file that stays as it is while it is read', result, 'try again');
      contents.digests.set(path, result.digests[0] ?? '');
      contents.lengths.set(path, result.length);
    },
    worker,
  );
  return contents;
}

function cannot(path: BytePath, expected: string, found: string, fix: string): SealError {
  return new SealError(`${showPath(path)} cannot be sealed`, { subject: showPath(path), expected, found, fix });
}

/**
 * Seals a folder in place: writes `manifest-sha256.txt` and `payload-lengths.txt` into it, which list every other file; the
 * manifest lists the lengths too. `sha256sum -c manifest-sha256.txt` reads it.
 *
 * @throws SealError where something cannot be sealed.
 */
export async function createSeal(root: Root, worker?: string): Promise<Sealed> {
  const { digests, lengths } = await readContents(root, [MANIFEST, LENGTHS], worker);
  const lengthsText = manifestText(lengths);
  const manifest = manifestText(new Map([...digests, [LENGTHS, sha256OfText(lengthsText)]]));
  writeFile(root, LENGTHS, lengthsText);
  writeFile(root, MANIFEST, manifest);
  return { files: digests.size, bytes: sum(lengths), packet_tree_sha256: sha256OfText(manifest) };
}

export function sum(lengths: ReadonlyMap<BytePath, number>): number {
  let total = 0;
  for (const length of lengths.values()) total += length;
  return total;
}

/** Writes a small file, whole or not at all. The folder that it is in has to exist. */
export function writeFile(root: Root, path: BytePath, text: string): void {
  const slash = path.lastIndexOf('/');
  const entered = root.enter(slash === -1 ? '' : path.slice(0, slash));
  if (typeof entered === 'string') throw cannot(path, 'a folder to write it into', entered, 'make the folder');
  const final = asPath(entered.prefix + path.slice(slash + 1));
  const draft = asPath(`${entered.prefix}.one-roof-seal-${process.pid}`);
  const descriptor = openSync(
    draft,
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
    0o644,
  );
  try {
    const bytes = Buffer.from(text, 'latin1');
    for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
    closeSync(descriptor);
    renameSync(draft, final);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
