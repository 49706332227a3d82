import type { BytePath } from './folder/byte-path.ts';
import { foldedPath, showPath } from './folder/byte-path.ts';
import { findRenamed } from './find-renamed.ts';
import { FileHasher } from './digests/hash-file.ts';
import type { HashResult } from './digests/hash-file.ts';
import { hashFiles } from './digests/hash-files.ts';
import type { Manifest } from './manifest/manifest.ts';
import type { DriftClass, ReportBuilder } from './report.ts';
import type { Root } from './folder/root.ts';
import { walkFolder } from './folder/walk-folder.ts';

/** Expectation of the files in a folder. */
export interface Expectation {
  manifests: readonly Manifest[];
  /** Lengths in bytes, where the seal has them. */
  lengths: ReadonlyMap<BytePath, number> | null;
  /** Which files have to be listed; null where only those that are listed are looked at, and the folder is not read. */
  covers: ((path: BytePath) => boolean) | null;
  /** Which folders are read for that; without it, all are. */
  enters?: (folder: BytePath) => boolean;
  /** True if every manifest has to list every file; otherwise one is enough (BagIt before 1.0). */
  inEveryManifest: boolean;
  /** Form of a name that counts, where not every byte does: BagIt tolerates another normal form. */
  formOfName: ((path: BytePath) => string) | null;
  /**
   * True if names that clash where case or normal form do not count are a difference; otherwise they are worth a
   * warning.
   */
  clashesDiffer: boolean;
}

/** A file whose bytes are not those that were sealed. */
export interface Mismatch {
  path: BytePath;
  /** The sealed length; null where the seal has none. */
  length: number | null;
  found: { length: number; digest: string };
  expected: { manifest: Manifest; digest: string };
}

/** Names that are kept to look for renamed files; more are only counted. */
const KEPT = 10_000;

/** Manifests with more files are not searched for names that clash: it would need as much memory again. */
const SEARCHED = 200_000;

const IN_PLACE: Readonly<Record<Exclude<HashResult, object | 'missing'>, DriftClass>> = {
  symlink: 'symlink',
  folder: 'special_file',
  special: 'special_file',
  permission: 'permission',
  changed_while_read: 'changed_while_read',
};

/**
 * Compares the files of a folder with what is expected of them and reports every difference but those of content.
 *
 * @returns the files whose content differs: they need an explanation.
 */
export async function verifyFiles(
  root: Root,
  expectation: Expectation,
  report: ReportBuilder,
  worker?: string,
): Promise<Mismatch[]> {
  const { manifests, lengths } = expectation;
  const algorithms = manifests.map(({ algorithm }) => algorithm);
  const missing = new Names('missing_file', report);
  const mismatches: Mismatch[] = [];
  const judge = (path: BytePath, result: HashResult, found = path): void => {
    if (typeof result === 'string') {
      if (result === 'missing') missing.add(path);
      else report.differsBy(IN_PLACE[result], path);
      return;
    }
    report.report.files++;
    report.report.bytes += result.length;
    const wrong = wrongDigest(manifests, path, result.digests);
    const length = lengths?.get(path) ?? null;
    if (wrong !== null)
      mismatches.push({
        path: found,
        length,
        found: { length: result.length, digest: wrong.found },
        expected: wrong.expected,
      });
    else if (length !== null && length !== result.length) {
      const message = 'the length is not the sealed one, though the digest is';
      report.differsBy('metadata_mismatch', path, {
        message,
        expected: `${length} bytes`,
        found: `${result.length} bytes`,
      });
    }
  };
  reportClashes(expectation, report);
  const { odd, unlisted } = readFolder(root, expectation, report);
  await hashFiles(root, algorithms, listedPaths(manifests, odd), judge, worker);

  const hasher = new FileHasher(root, algorithms);
  const renamed = findRenamed(missing.kept, unlisted.kept, expectation.formOfName, manifests, hasher);
  for (const { listed, found, by } of renamed.pairs) {
    if (by === 'form') {
      report.warn(`${showPath(found)} is taken for ${showPath(listed)}: the names differ only in their form`);
      judge(listed, hasher.hash(found), found);
    } else {
      report.differsBy(by === 'name' ? 'case_or_normal_form_clash' : 'renamed', listed, {
        expected: showPath(listed),
        found: showPath(found),
      });
    }
  }
  for (const path of renamed.missing) report.differsBy('missing_file', path);
  for (const path of renamed.unlisted) report.differsBy('unlisted_file', path);
  return mismatches;
}

/** Names of one class of difference: the first of them kept for later, the rest reported at once. */
class Names {
  readonly kept: BytePath[] = [];
  readonly #kind: DriftClass;
  readonly #report: ReportBuilder;

  constructor(kind: DriftClass, report: ReportBuilder) {
    this.#kind = kind;
    this.#report = report;
  }

  add(path: BytePath): void {
    if (this.kept.length < KEPT) this.kept.push(path);
    else this.#report.differsBy(this.#kind, path);
  }
}

/** Reads the folder, if all of it has to be listed: what is in it and not listed, and what is no file. */
function readFolder(
  root: Root,
  { manifests, covers, enters, inEveryManifest }: Expectation,
  report: ReportBuilder,
): { odd: Set<BytePath>; unlisted: Names } {
  const odd = new Set<BytePath>();
  const unlisted = new Names('unlisted_file', report);
  if (covers === null) return { odd, unlisted };
  for (const { path, kind } of walkFolder(root, enters)) {
    const listings = manifests.filter(({ entries }) => entries.has(path)).length;
    if (kind !== 'file') {
      if (listings > 0) odd.add(path);
      if (listings > 0 || covers(path)) report.differsBy(kind === 'special' ? 'special_file' : kind, path);
    } else if (listings === 0 && covers(path)) unlisted.add(path);
    else if (listings > 0 && listings < manifests.length && inEveryManifest) {
      report.differsBy('unlisted_file', path, { message: 'the file is in one manifest and not in another' });
    }
  }
  return { odd, unlisted };
}

/** Every listed path once, in the order of the manifests. */
function* listedPaths(manifests: readonly Manifest[], odd: ReadonlySet<BytePath>): Generator<BytePath> {
  for (const [index, { entries }] of manifests.entries()) {
    const before = manifests.slice(0, index);
    for (const path of entries.keys()) if (!odd.has(path) && !before.some((one) => one.entries.has(path))) yield path;
  }
}

function wrongDigest(
  manifests: readonly Manifest[],
  path: BytePath,
  digests: readonly string[],
): { expected: Mismatch['expected']; found: string } | null {
  for (const [index, manifest] of manifests.entries()) {
    const digest = manifest.entries.get(path);
    const found = digests[index] ?? '';
    if (digest !== undefined && digest !== found) return { expected: { manifest, digest }, found };
  }
  return null;
}

/** Names that differ, and would be one file elsewhere. */
function reportClashes({ manifests, clashesDiffer }: Expectation, report: ReportBuilder): void {
  for (const { entries } of manifests) {
    if (entries.size > SEARCHED) continue;
    for (const [first, second] of clashesAmong(entries.keys())) {
      if (clashesDiffer)
        report.differsBy('case_or_normal_form_clash', second, {
          expected: 'one of both',
          found: `also ${showPath(first)}`,
        });
      else
        report.warn(
          `${showPath(first)} and ${showPath(second)} are one file where case or Unicode normal form do not count`,
        );
    }
  }
}

/** Pairs of names that would be one file on a file system without case or with one normal form. */
export function* clashesAmong(paths: Iterable<BytePath>): Generator<[BytePath, BytePath]> {
  const seen = new Map<string, BytePath>();
  for (const path of paths) {
    const folded = foldedPath(path);
    const other = seen.get(folded);
    if (other === undefined) seen.set(folded, path);
    else yield [other, path];
  }
}
