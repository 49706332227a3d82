import type { Algorithm } from '../digests/algorithms.ts';
import type { BytePath } from '../folder/byte-path.ts';
import { showPath } from '../folder/byte-path.ts';
import { SealError } from '../seal-error.ts';

/** Manifest of one algorithm: the digest of every file that it lists, in lower-case hex. */
export interface Manifest {
  algorithm: Algorithm;
  entries: Map<BytePath, string>;
}

/** A larger manifest is refused before it is read: what is listed has to fit into memory. */
export const MAX_MANIFEST_BYTES = 128 * 1024 * 1024;

/** So many files a manifest may list. */
const MAX_ENTRIES = 1_000_000;

/** The name of the manifest of a seal. */
export const MANIFEST = 'manifest-sha256.txt';

/** The file of lengths, beside it. Not `manifest-…`: BagIt would take that for a manifest. */
export const LENGTHS = 'payload-lengths.txt';

/** A line of a manifest, read. */
export interface ManifestLine {
  algorithm: Algorithm;
  digest: string;
  path: BytePath;
}

/** Collects lines to manifests, one per algorithm. */
export class ManifestCollector {
  readonly manifests: Manifest[] = [];
  readonly warnings: string[] = [];
  readonly #subject: string;
  readonly #once: boolean;

  /** @param once whether listing a file twice is malformed even where both lines say the same. */
  constructor(subject: string, once: boolean) {
    this.#subject = subject;
    this.#once = once;
  }

  /** @throws SealError for a file that is listed twice, and for too many files. */
  add({ algorithm, digest, path }: ManifestLine, line: number): void {
    let manifest = this.manifests.find((one) => one.algorithm.name === algorithm.name);
    if (manifest === undefined) this.manifests.push((manifest = { algorithm, entries: new Map() }));
    const listed = manifest.entries.get(path);
    if (listed !== undefined) {
      if (this.#once || listed !== digest) {
        throw new SealError(`${this.#subject}, line ${line} lists ${showPath(path)} again`, {
          subject: this.#subject,
          line,
          expected: 'every file once',
          found: listed === digest ? 'the same line twice' : 'two digests for one file',
        });
      }
      this.warnings.push(`${this.#subject}, line ${line} lists ${showPath(path)} again`);
    }
    if (manifest.entries.size >= MAX_ENTRIES) {
      throw new SealError(`${this.#subject} lists too many files`, {
        subject: this.#subject,
        expected: `at most ${MAX_ENTRIES}`,
        found: 'more',
      });
    }
    manifest.entries.set(path, digest);
  }
}
