import { Buffer } from 'node:buffer';
import { algorithmNamed } from './algorithms.ts';
import type { Algorithm } from './algorithms.ts';
import { FileHasher } from './hash-file.ts';
import type { HashResult } from './hash-file.ts';
import type { Root } from '../folder/root.ts';

/**
 * Files that several threads hash together. Everything is in shared memory: who is free takes the next few files and writes
 * what it found in their places.
 */
export interface SharedFiles {
  algorithms: string[];
  /** Paths, one after the other; where each of them ends. */
  paths: Uint8Array;
  ends: Uint32Array;
  /** How many files were taken. */
  taken: Int32Array;
  /** Per file: an index into OUTCOMES, 0 while it is not done; its length; its digests as hex digits, one after the other. */
  outcomes: Uint8Array;
  lengths: Float64Array;
  digests: Uint8Array;
}

const OUTCOMES = [
  'waiting',
  'hashed',
  'missing',
  'symlink',
  'folder',
  'special',
  'permission',
  'changed_while_read',
] as const;

/** So many files are taken at once: few enough that nobody waits long for the other, many enough to seldom meet. */
const HANDFUL = 8;

/** Lays out shared memory for files. */
export function shareFiles(paths: readonly string[], algorithms: readonly Algorithm[]): SharedFiles {
  const bytes = Buffer.from(paths.join(''), 'latin1');
  const shared = (size: number) => new SharedArrayBuffer(size);
  const files: SharedFiles = {
    algorithms: algorithms.map(({ name }) => name),
    paths: new Uint8Array(shared(bytes.length)),
    ends: new Uint32Array(shared(paths.length * 4)),
    taken: new Int32Array(shared(4)),
    outcomes: new Uint8Array(shared(paths.length)),
    lengths: new Float64Array(shared(paths.length * 8)),
    digests: new Uint8Array(shared(paths.length * digitsOf(algorithms))),
  };
  files.paths.set(bytes);
  let end = 0;
  for (const [index, path] of paths.entries()) files.ends[index] = end += path.length;
  return files;
}

/**
 * Hashes files until none is left.
 *
 * @param progress is called after each handful with how many files and bytes were hashed here.
 */
export function hashShared(
  root: Root,
  files: SharedFiles,
  progress: (files: number, bytes: number) => void = () => undefined,
): void {
  const algorithms = algorithmsOf(files);
  const hasher = new FileHasher(root, algorithms);
  const digits = digitsOf(algorithms);
  const paths = asBuffer(files.paths);
  const digests = asBuffer(files.digests);
  const count = files.ends.length;
  let bytes = 0;
  let done = 0;
  for (let first = Atomics.add(files.taken, 0, HANDFUL); first < count; first = Atomics.add(files.taken, 0, HANDFUL)) {
    for (let index = first; index < Math.min(first + HANDFUL, count); index++) {
      const result = hasher.hash(paths.toString('latin1', files.ends[index - 1] ?? 0, files.ends[index]));
      if (typeof result !== 'string') {
        files.lengths[index] = result.length;
        digests.write(result.digests.join(''), index * digits, 'latin1');
        bytes += result.length;
      }
      done++;
      files.outcomes[index] = OUTCOMES.indexOf(typeof result === 'string' ? result : 'hashed');
    }
    progress(done, bytes);
  }
}

/** Outcome of a file; null while nobody hashed it. */
export function sharedResult(files: SharedFiles, algorithms: readonly Algorithm[], index: number): HashResult | null {
  const outcome = OUTCOMES[files.outcomes[index] ?? 0] ?? 'waiting';
  if (outcome === 'waiting') return null;
  if (outcome !== 'hashed') return outcome;
  const digests = asBuffer(files.digests);
  let from = index * digitsOf(algorithms);
  return {
    length: files.lengths[index] ?? 0,
    digests: algorithms.map(({ length }) => digests.toString('latin1', from, (from += length * 2))),
  };
}

function algorithmsOf({ algorithms }: SharedFiles): Algorithm[] {
  return algorithms.flatMap((name) => algorithmNamed(name) ?? []);
}

function digitsOf(algorithms: readonly Algorithm[]): number {
  return algorithms.reduce((sum, { length }) => sum + length * 2, 0);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
