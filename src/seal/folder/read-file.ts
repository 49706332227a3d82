import { closeSync, fstatSync, readSync } from 'node:fs';
import type { BytePath } from './byte-path.ts';
import { showPath } from './byte-path.ts';
import type { NotOpened, Root } from './root.ts';
import { SealError } from '../seal-error.ts';

/**
 * Reads a whole file of a folder as a byte string.
 *
 * @returns why not, where there is none that may be read; null where it has more than `maxBytes`.
 */
export function readFile(root: Root, path: BytePath, maxBytes: number): { text: string } | NotOpened | null {
  const descriptor = root.open(path);
  if (typeof descriptor === 'string') return descriptor;
  try {
    const { size } = fstatSync(descriptor);
    if (size > maxBytes) return null;
    // One byte more than there should be: a file that grows has too many.
    const buffer = Buffer.allocUnsafe(size + 1);
    let length = 0;
    for (let read = 1; read > 0 && length <= size; length += read)
      read = readSync(descriptor, buffer, length, size + 1 - length, null);
    return length > size ? null : { text: buffer.toString('latin1', 0, length) };
  } finally {
    closeSync(descriptor);
  }
}

/** As much as a tag file may have that is read at once. */
const MAX_TAG_FILE = 16 * 1024 * 1024;

/**
 * A small file that a seal cannot do without.
 *
 * @throws SealError where it cannot be read.
 */
export function requireFile(root: Root, path: BytePath): string {
  const read = readFile(root, path, MAX_TAG_FILE);
  if (read !== null && typeof read === 'object') return read.text;
  const found = read === null ? `more than ${MAX_TAG_FILE} bytes` : read === 'missing' ? 'no such file' : read;
  throw new SealError(`${showPath(path)} cannot be read`, {
    subject: showPath(path),
    expected: 'a readable file',
    found,
  });
}
