import { hash } from 'node:crypto';
import { closeSync } from 'node:fs';
import type { Algorithm } from '../digests/algorithms.ts';
import type { BytePath } from '../folder/byte-path.ts';
import { showPath } from '../folder/byte-path.ts';
import { FileHasher } from '../digests/hash-file.ts';
import { SHA256 } from '../digests/algorithms.ts';
import { LENGTHS, MAX_MANIFEST_BYTES } from './manifest.ts';
import { checkedPath, readChecksums, unescapeName } from './read-checksums.ts';
import type { ReadManifest } from './read-checksums.ts';
import { readLines, readPieces } from '../folder/read-lines.ts';
import type { Root } from '../folder/root.ts';
import { SealError } from '../seal-error.ts';
import { CanonicalForm } from './write-manifest.ts';

/**
 * Reads with `read` what an open file of the folder has, piece by piece.
 *
 * @throws SealError where there is no such file.
 */
export function readOpened<T>(root: Root, path: BytePath, read: (pieces: Iterable<string>) => T): T {
  const descriptor = root.open(path);
  if (typeof descriptor === 'string') {
    const found = descriptor === 'missing' ? 'no such file' : descriptor;
    throw new SealError(`${showPath(path)} cannot be read`, {
      subject: showPath(path),
      expected: 'a readable file',
      found,
    });
  }
  try {
    return read(readPieces(descriptor));
  } finally {
    closeSync(descriptor);
  }
}

/** Reads a manifest in a folder that a checksum program, or we, wrote. */
export function readManifest(root: Root, path: BytePath, algorithm: Algorithm | null): ReadManifest {
  return readOpened(root, path, (pieces) => readChecksums(pieces, showPath(path), algorithm));
}

/**
 * Reads `payload-lengths.txt`: the length of every sealed file in bytes.
 *
 * @throws SealError where a byte of it is not as we would have written it.
 */
export function readLengths(root: Root): Map<BytePath, number> {
  const form = new CanonicalForm(LENGTHS);
  const lengths = new Map<BytePath, number>();
  readOpened(root, LENGTHS, (pieces) => {
    for (const line of readLines(pieces, LENGTHS, false, MAX_MANIFEST_BYTES)) {
      const [, escape, digits, written] = /^(\\?)(\d{1,15}) {2}(.+)$/s.exec(line.text) ?? [];
      const path = escape === '\\' ? unescapeName(written ?? '') : (written ?? null);
      if (digits === undefined || path === null) {
        throw new SealError(`${LENGTHS}, line ${line.number} cannot be read`, {
          subject: LENGTHS,
          line: line.number,
          expected: '<bytes>  <path>',
        });
      }
      const deviation = form.deviation(line, Number(digits), path);
      if (deviation !== null) throw deviation;
      lengths.set(checkedPath(path, LENGTHS, line.number), Number(digits));
    }
  });
  return lengths;
}

/** sha256 of a file: for a manifest the `packet_tree_sha256`. Null where it cannot be read. */
export function sha256Of(root: Root, path: BytePath): string | null {
  const hashed = new FileHasher(root, [SHA256]).hash(path);
  return typeof hashed === 'string' ? null : (hashed.digests[0] ?? null);
}

/** sha256 of a byte string. */
export function sha256OfText(text: string): string {
  return hash('sha256', Buffer.from(text, 'latin1'));
}
