import { algorithmNamed } from './digests/algorithms.ts';
import { decodeTagFile } from './bag/decode-tag-file.ts';
import { payloadOxum, readBagInfo, valuesOf } from './bag/read-bag-info.ts';
import type { BagInfo } from './bag/read-bag-info.ts';
import { percentDecoded, readBagManifest } from './bag/read-bag-manifest.ts';
import type { BagManifest } from './bag/read-bag-manifest.ts';
import { readDeclaration } from './bag/read-declaration.ts';
import type { Declaration } from './bag/read-declaration.ts';
import { readFetch } from './bag/read-fetch.ts';
import type { BytePath } from './folder/byte-path.ts';
import { pathText, showPath } from './folder/byte-path.ts';
import { explainMismatches } from './explain-mismatches.ts';
import { LENGTHS, MANIFEST } from './manifest/manifest.ts';
import { PACKET_LABEL, TAG_MANIFEST, requirePacket } from './packet-rules.ts';
import { requireFile } from './folder/read-file.ts';
import { readLengths, readOpened, sha256Of } from './manifest/read-seal.ts';
import { ReportBuilder } from './report.ts';
import type { Report } from './report.ts';
import type { Root } from './folder/root.ts';
import { SealError } from './seal-error.ts';
import { requireSameFiles, requireTree } from './verify-seal.ts';
import { verifyFiles } from './verify-files.ts';
import type { VerifyOptions } from './verify.ts';
import { walkFolder } from './folder/walk-folder.ts';

/**
 * Verifies a bag as RFC 8493 and the drafts before it (0.93 … 0.97) say: complete, and every checksum right. A packet of ours
 * is a bag that keeps stricter rules, so that not one byte of it can change unnoticed.
 */
export async function verifyBag(root: Root, options: VerifyOptions): Promise<Report> {
  const report = new ReportBuilder('bag', root.path);
  try {
    await compare(root, options, report);
  } catch (error) {
    report.problem(error);
  }
  return report.finish();
}

async function compare(root: Root, options: VerifyOptions, report: ReportBuilder): Promise<void> {
  const declaration = readDeclaration(requireFile(root, 'bagit.txt'));
  declaration.warnings.forEach((warning) => report.warn(warning));
  const entered = root.enter('data');
  if (typeof entered === 'string')
    throw new SealError('the bag has no payload', { subject: 'data/', expected: 'a folder data/', found: entered });

  const names = topNames(root);
  const payload = readManifests(root, names, /^manifest-([^/]*)\.txt$/i, declaration);
  const tags = readManifests(root, names, /^tagmanifest-([^/]*)\.txt$/i, declaration);
  if (payload.length === 0)
    throw new SealError('the bag has no payload manifest', {
      subject: root.path,
      expected: 'manifest-<algorithm>.txt',
      found: 'none',
    });
  for (const manifest of [...payload, ...tags]) manifest.warnings.forEach((warning) => report.warn(warning));
  requireManifestsListed(payload, tags, declaration, report);
  requireFetchListed(root, payload, declaration, report);
  const info = readInfo(root, declaration, report);

  const isPacket =
    root.has(LENGTHS) || valuesOf(info, PACKET_LABEL).length > 0 || tags.some(({ entries }) => entries.has(LENGTHS));
  if (isPacket) {
    report.report.kind = 'packet';
    requirePacket(root, { payload, tags, info });
  }
  report.report.packet_tree_sha256 = names.includes(MANIFEST) ? sha256Of(root, MANIFEST) : null;
  requireTree(report, options.tree);

  const tolerant = { formOfName: isPacket ? null : formOfName, clashesDiffer: isPacket };
  const lengths = isPacket && root.has(LENGTHS) ? readLengths(root) : null;
  if (lengths !== null) requireSameFiles(lengths, payload);
  const covers = (path: BytePath): boolean => path.startsWith('data/');
  const mismatches = await verifyFiles(
    root,
    {
      manifests: payload,
      lengths,
      covers,
      enters: (folder) => covers(`${folder}/`),
      inEveryManifest: declaration.strict,
      ...tolerant,
    },
    report,
    options.worker,
  );
  if (mismatches.length === 0) requireOxum(info, declaration, report);
  if (tags.length > 0) {
    // In a packet every tag file is listed; elsewhere a bag may have more.
    const tagFiles = isPacket ? (path: BytePath): boolean => !covers(path) && path !== TAG_MANIFEST : null;
    const enters = (folder: BytePath): boolean => folder !== 'data';
    const expectation = {
      manifests: tags,
      lengths: null,
      covers: tagFiles,
      enters,
      inEveryManifest: false,
      ...tolerant,
    };
    mismatches.push(...(await verifyFiles(root, expectation, report)));
  }
  if (payload.every(({ entries }) => entries.size === 0)) {
    if (isPacket)
      throw new SealError('the packet has no payload', {
        subject: MANIFEST,
        expected: 'at least one file',
        found: 'none',
      });
    report.warn('the payload is empty');
  }
  explainMismatches(root, mismatches, report, options.against ?? null);
}

/** Names of files right in the bag. */
function topNames(root: Root): BytePath[] {
  const names: BytePath[] = [];
  for (const { path } of walkFolder(root, () => false)) names.push(path);
  return names.sort();
}

function readManifests(
  root: Root,
  names: readonly BytePath[],
  form: RegExp,
  { strict, encoding }: Declaration,
): BagManifest[] {
  return names.flatMap((name) => {
    const told = form.exec(name)?.[1];
    if (told === undefined) return [];
    const algorithm = algorithmNamed(told);
    if (algorithm === null || (strict && name !== name.toLowerCase()) || (strict && algorithm.name !== told)) {
      const expected = 'a registered checksum algorithm, in lower case, letters and digits only';
      throw new SealError(`${showPath(name)} has an unknown algorithm`, {
        subject: showPath(name),
        expected,
        found: showPath(told),
      });
    }
    return [
      readOpened(root, name, (pieces) =>
        readBagManifest(decodeTagFile(pieces, encoding, showPath(name)), showPath(name), algorithm, strict),
      ),
    ];
  });
}

function requireManifestsListed(
  payload: BagManifest[],
  tags: BagManifest[],
  { strict }: Declaration,
  report: ReportBuilder,
): void {
  for (const tag of tags) {
    const absent = payload.find(({ name }) => !tag.entries.has(name));
    if (absent === undefined) continue;
    const message = `${tag.name} does not list ${absent.name}`;
    if (strict)
      throw new SealError(message, { subject: tag.name, expected: 'every payload manifest', found: 'not this one' });
    report.warn(message);
  }
}

function requireFetchListed(
  root: Root,
  payload: BagManifest[],
  { strict, encoding }: Declaration,
  report: ReportBuilder,
): void {
  if (!root.has('fetch.txt')) return;
  const paths = readOpened(root, 'fetch.txt', (pieces) =>
    readFetch(decodeTagFile(pieces, encoding, 'fetch.txt'), strict),
  );
  report.warn('fetch.txt is there: nothing was fetched, every file that it lists has to be there');
  const odd = paths.find((path) => !payload.every(({ entries }) => entries.has(path)));
  if (odd !== undefined && strict) {
    throw new SealError(`fetch.txt lists ${showPath(odd)}`, {
      subject: 'fetch.txt',
      expected: 'files of every payload manifest',
      found: 'another',
    });
  }
}

function readInfo(root: Root, { strict, encoding, version }: Declaration, report: ReportBuilder): BagInfo {
  // Until 0.95 the file had another name.
  const name =
    ['0.93', '0.94', '0.95'].includes(version) && !root.has('bag-info.txt') ? 'package-info.txt' : 'bag-info.txt';
  if (!root.has(name)) return [];
  const info = readOpened(root, name, (pieces) => readBagInfo(decodeTagFile(pieces, encoding, name), name, strict));
  if (payloadOxum(info, name, strict) === null) report.warn(`${name} has no Payload-Oxum`);
  return info;
}

function requireOxum(info: BagInfo, { strict }: Declaration, report: ReportBuilder): void {
  const oxum = payloadOxum(info, 'bag-info.txt', strict);
  const { files, bytes, differences_found } = report.report;
  if (oxum === null || differences_found > 0 || (oxum.bytes === bytes && oxum.files === files)) return;
  report.differsBy('metadata_mismatch', 'bag-info.txt', {
    message: 'Payload-Oxum is not what the payload has',
    expected: `${oxum.bytes}.${oxum.files}`,
    found: `${bytes}.${files}`,
  });
}

/** RFC 8493 §6.1.1.3: names that differ only in their normal form are the same; before 1.0 also in percent-encoding. */
function formOfName(path: BytePath): string {
  const decoded = percentDecoded(path);
  return pathText(decoded)?.normalize('NFC') ?? decoded;
}
