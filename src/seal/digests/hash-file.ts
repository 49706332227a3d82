import { hash } from 'node:crypto';
import { closeSync, fstatSync, readSync } from 'node:fs';
import type { Stats } from 'node:fs';
import type { Algorithm } from './algorithms.ts';
import type { BytePath } from '../folder/byte-path.ts';
import type { NotOpened, Root } from '../folder/root.ts';

/** Length of a file in bytes and its digests in lower-case hex, in the order of the algorithms. */
export interface Hashed {
  length: number;
  digests: string[];
}

/** Outcome of hashing a file. */
export type HashResult = Hashed | NotOpened | 'changed_while_read';

/** Large enough that most files are read at once. */
const BUFFER_SIZE = 128 * 1024;

/**
 * Hashes files one after the other with one buffer: raw bytes, nothing decoded. A file that is no longer the same when it has
 * been read (size, times) is `changed_while_read`: its digest would be one of bytes that never stood there together.
 */
export class FileHasher {
  readonly #root: Root;
  readonly #algorithms: readonly Algorithm[];
  readonly #buffer = Buffer.allocUnsafeSlow(BUFFER_SIZE);

  constructor(root: Root, algorithms: readonly Algorithm[]) {
    this.#root = root;
    this.#algorithms = algorithms;
  }

  hash(path: BytePath): HashResult {
    const descriptor = this.#root.open(path);
    if (typeof descriptor === 'string') return descriptor;
    try {
      const before = fstatSync(descriptor);
      const hashed = this.#read(descriptor, before.size);
      return hashed.length === before.size && isSame(before, fstatSync(descriptor)) ? hashed : 'changed_while_read';
    } finally {
      closeSync(descriptor);
    }
  }

  #read(descriptor: number, size: number): Hashed {
    const [only, second] = this.#algorithms;
    if (size < BUFFER_SIZE && only !== undefined && second === undefined && only.native !== null) {
      const length = readSync(descriptor, this.#buffer, 0, BUFFER_SIZE, null);
      return { length, digests: [hash(only.native, this.#buffer.subarray(0, length))] };
    }
    const digests = this.#algorithms.map((algorithm) => algorithm.begin());
    let length = 0;
    for (let read = 1; read > 0; length += read) {
      read = readSync(descriptor, this.#buffer, 0, BUFFER_SIZE, null);
      const bytes = this.#buffer.subarray(0, read);
      for (const digest of digests) digest.update(bytes);
      // A file that grows as fast as it is read has no end.
      if (length > size) break;
    }
    return { length, digests: digests.map((digest) => digest.hex()) };
  }
}

function isSame(before: Stats, after: Stats): boolean {
  return before.size === after.size && before.mtimeMs === after.mtimeMs && before.ctimeMs === after.ctimeMs;
}
