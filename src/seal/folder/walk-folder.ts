import { opendirSync } from 'node:fs';
import type { Dir, Dirent } from 'node:fs';
import type { BytePath } from './byte-path.ts';
import { pathBytes, showPath, whyRefused } from './byte-path.ts';
import type { Root } from './root.ts';
import { SealError, systemCode } from '../seal-error.ts';

/** Something in a folder that is not a folder. */
export interface Found {
  path: BytePath;
  kind: 'file' | 'symlink' | 'special' | 'permission';
}

/** So many folders may wait to be read; more is a trap. */
const MAX_FOLDERS = 1_000_000;

/**
 * Everything in a folder that is not a folder, in no order. Reads names only; follows no link; holds the names of folders in
 * memory, never those of files. A folder that may not be read is told as one `permission`.
 *
 * @param enters which folders are read; without it, all are.
 */
export function* walkFolder(root: Root, enters: (folder: BytePath) => boolean = () => true): Generator<Found> {
  const waiting: BytePath[] = [''];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const entered = root.enter(folder);
    if (entered === 'permission' || entered === 'symlink') yield { path: folder, kind: entered };
    if (typeof entered === 'string') continue;
    const inside = folder === '' ? '' : `${folder}/`;
    for (const { name, kind } of readFolder(entered.prefix, folder)) {
      const path = inside + name;
      if (kind !== 'folder') yield { path, kind };
      else {
        const reason = whyRefused(path);
        if (reason !== null)
          throw new SealError(`${showPath(path).slice(0, 200)}… is ${reason}`, { subject: root.path });
        if (!enters(path)) continue;
        if (waiting.push(path) > MAX_FOLDERS)
          throw new SealError(`more than ${MAX_FOLDERS} folders`, { subject: root.path });
      }
    }
  }
}

function* readFolder(prefix: string, folder: BytePath): Generator<{ name: string; kind: Found['kind'] | 'folder' }> {
  // Names as Latin-1, one character per byte: as UTF-8 some would be lost.
  const handle = open(prefix, folder);
  try {
    for (let entry = handle.readSync(); entry !== null; entry = handle.readSync())
      yield { name: entry.name, kind: kindOf(entry) };
  } finally {
    handle.closeSync();
  }
}

function open(prefix: string, folder: BytePath): Dir {
  try {
    return opendirSync(pathBytes(prefix), { encoding: 'latin1', bufferSize: 256 });
  } catch (error) {
    throw new SealError(`the folder ${showPath(folder)} cannot be read`, {
      subject: showPath(folder),
      found: systemCode(error),
    });
  }
}

function kindOf(entry: Dirent): Found['kind'] | 'folder' {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'symlink' : 'special';
}
