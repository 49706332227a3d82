import type { Algorithm } from './digests/algorithms.ts';
import { showPath } from './folder/byte-path.ts';
import { EFFORT, explainByBytes, explainByLength, explainBySeal } from './explain/explain-drift.ts';
import { readFile } from './folder/read-file.ts';
import type { ReportBuilder } from './report.ts';
import type { Root } from './folder/root.ts';
import type { Mismatch } from './verify-files.ts';

/** Larger files are explained by their lengths only. */
const MAX_EXPLAINED = 4 * 1024 * 1024;

/** Files that are explained by more than their lengths. */
const EXPLAINED = 200;

/**
 * Reports files whose content is not the sealed one, each with what happened to it.
 *
 * @param against a folder in which the sealed bytes may still be, under the same paths: there the first byte that differs can be named.
 */
export function explainMismatches(
  root: Root,
  mismatches: readonly Mismatch[],
  report: ReportBuilder,
  against: Root | null,
): void {
  const effort = { bytes: EFFORT };
  for (const [index, { path, length, found, expected }] of mismatches.entries()) {
    const { algorithm } = expected.manifest;
    const isSealed = (bytes: Buffer) => digestOf(algorithm, bytes) === expected.digest;
    const current = index < EXPLAINED ? readFile(root, path, MAX_EXPLAINED) : null;
    const sealed = against === null || index >= EXPLAINED ? null : readFile(against, path, MAX_EXPLAINED);
    const explanation =
      current === null || typeof current === 'string'
        ? explainByLength(found.length, length)
        : sealed !== null && typeof sealed === 'object' && isSealed(Buffer.from(sealed.text, 'latin1'))
          ? explainByBytes(current.text, sealed.text)
          : explainBySeal(current.text, length, isSealed, effort);
    report.differs({
      path: showPath(path),
      ...explanation,
      expected: `${algorithm.name} ${expected.digest}${length === null ? '' : `, ${length} bytes`}`,
      found: `${algorithm.name} ${found.digest}, ${found.length} bytes`,
    });
  }
}

function digestOf(algorithm: Algorithm, bytes: Buffer): string {
  const digest = algorithm.begin();
  digest.update(bytes);
  return digest.hex();
}
