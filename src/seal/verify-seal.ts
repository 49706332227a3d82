import { algorithmNamed } from './digests/algorithms.ts';
import type { Algorithm } from './digests/algorithms.ts';
import type { BytePath } from './folder/byte-path.ts';
import { showPath } from './folder/byte-path.ts';
import { explainMismatches } from './explain-mismatches.ts';
import { LENGTHS, MANIFEST } from './manifest/manifest.ts';
import type { Manifest } from './manifest/manifest.ts';
import { readLengths, readManifest, sha256Of } from './manifest/read-seal.ts';
import { ReportBuilder } from './report.ts';
import type { Report } from './report.ts';
import type { Root } from './folder/root.ts';
import { SealError } from './seal-error.ts';
import { verifyFiles } from './verify-files.ts';
import type { VerifyOptions } from './verify.ts';

/**
 * Verifies files against manifests.
 *
 * @param root the folder of the files.
 * @param seat the folder of the manifests, mostly the same.
 * @param names of the manifests in it.
 */
export async function verifySeal(
  root: Root,
  seat: Root,
  names: readonly BytePath[],
  options: VerifyOptions,
): Promise<Report> {
  const report = new ReportBuilder('manifest', root.path);
  try {
    await compare(root, seat, names, options, report);
  } catch (error) {
    report.problem(error);
  }
  return report.finish();
}

async function compare(
  root: Root,
  seat: Root,
  names: readonly BytePath[],
  options: VerifyOptions,
  report: ReportBuilder,
): Promise<void> {
  const manifests: Manifest[] = [];
  for (const name of names) {
    const read = readManifest(seat, name, algorithmOfName(name));
    if (read.manifests.length === 0)
      throw new SealError(`${showPath(name)} lists no file`, {
        subject: showPath(name),
        expected: 'at least one',
        found: 'none',
      });
    const ours = name === MANIFEST && (read.manifests[0]?.entries.has(LENGTHS) === true || seat.has(LENGTHS));
    if (ours && read.deviation !== null) throw read.deviation;
    if (ours) report.report.kind = 'seal';
    read.warnings.forEach((warning) => report.warn(warning));
    manifests.push(...read.manifests);
  }
  report.report.packet_tree_sha256 = names.includes(MANIFEST) ? sha256Of(seat, MANIFEST) : null;
  requireTree(report, options.tree);

  const isSeal = report.report.kind === 'seal';
  const lengths = isSeal ? tryLengths(seat) : null;
  const refuse =
    options.unlisted === undefined
      ? options.root === undefined && names.every(isSealManifest)
      : options.unlisted === 'refuse';
  const covers = (path: BytePath): boolean => seat.path !== root.path || !names.includes(path);
  const expectation = {
    manifests,
    lengths: lengths instanceof Map ? lengths : null,
    covers: refuse ? covers : null,
    inEveryManifest: names.length === manifests.length,
    formOfName: null,
    clashesDiffer: isSeal,
  };
  const mismatches = await verifyFiles(root, expectation, report, options.worker);
  explainMismatches(root, mismatches, report, options.against ?? null);
  // Lengths are under seal themselves: if they are not as sealed, that has been said.
  const lengthsAreSealed = isSeal && !report.report.differences.some(({ path }) => path === LENGTHS);
  if (!lengthsAreSealed) return;
  if (lengths instanceof SealError) throw lengths;
  if (lengths !== null) requireSameFiles(lengths, manifests);
}

function tryLengths(seat: Root): Map<BytePath, number> | SealError {
  try {
    return readLengths(seat);
  } catch (error) {
    if (error instanceof SealError) return error;
    throw error;
  }
}

/** @throws SealError where lengths are told of other files than digests are. */
export function requireSameFiles(lengths: ReadonlyMap<BytePath, number>, manifests: readonly Manifest[]): void {
  const listed = new Set(manifests.flatMap(({ entries }) => [...entries.keys()]).filter((path) => path !== LENGTHS));
  const odd = [...listed].find((path) => !lengths.has(path)) ?? [...lengths.keys()].find((path) => !listed.has(path));
  if (odd === undefined) return;
  const expected = `the files of ${MANIFEST}, and no other`;
  throw new SealError(`${LENGTHS} and ${MANIFEST} do not list the same files`, {
    subject: LENGTHS,
    expected,
    found: showPath(odd),
  });
}

/** Reports a seal that is not the one that was asked for. */
export function requireTree(report: ReportBuilder, tree: string | undefined): void {
  const found = report.report.packet_tree_sha256;
  if (tree === undefined || tree.toLowerCase() === found) return;
  report.differsBy('metadata_mismatch', MANIFEST, {
    message: 'this is not the expected seal',
    expected: `packet_tree_sha256 ${tree}`,
    found: found ?? 'none',
  });
}

const SEAL_MANIFEST = /^manifest-([^/]*)\.txt$/;

/** Tells whether a file is the manifest of a folder that is sealed as a whole. */
export function isSealManifest(name: BytePath): boolean {
  return SEAL_MANIFEST.test(name);
}

/**
 * The algorithm that the name of a manifest tells: `manifest-sha256.txt`, `SHA256SUMS`, `file.sha512`, `b2sums`. Null where it tells none.
 *
 * @throws SealError for `manifest-….txt` with an algorithm that nobody knows.
 */
function algorithmOfName(name: BytePath): Algorithm | null {
  const [, told] = SEAL_MANIFEST.exec(name) ?? [];
  if (told !== undefined) {
    const algorithm = algorithmNamed(told);
    if (algorithm !== null) return algorithm;
    throw new SealError(`${showPath(name)} has an unknown algorithm`, {
      subject: showPath(name),
      expected: 'a known checksum algorithm',
      found: showPath(told),
    });
  }
  const [, word = ''] = /(?:^|[._-])([a-z0-9-]+?)(?:sums?)?(?:\.txt)?$/i.exec(name) ?? [];
  return algorithmNamed(/^b2$/i.test(word) ? 'blake2b512' : word);
}
