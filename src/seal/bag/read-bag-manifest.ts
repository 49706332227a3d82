import type { Algorithm } from '../digests/algorithms.ts';
import { pathText, plainPath, printable, showPath, whyRefused } from '../folder/byte-path.ts';
import type { BytePath } from '../folder/byte-path.ts';
import { ManifestCollector, MAX_MANIFEST_BYTES } from '../manifest/manifest.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { unescapeName } from '../manifest/read-checksums.ts';
import { readLines } from '../folder/read-lines.ts';
import { SealError } from '../seal-error.ts';
import { CanonicalForm } from '../manifest/write-manifest.ts';

/** A manifest of a bag, read. */
export interface BagManifest extends Manifest {
  name: string;
  warnings: string[];
  /** First place where the file is not in the form of our packets; null if there is none. */
  deviation: SealError | null;
}

const LINE = /^([0-9A-Fa-f]+)[ \t]+(.+)$/s;

/**
 * Matches what `md5sum` writes: a backslash before a line with escapes, an asterisk before a name. RFC 8493 §6.1.3 lets
 * it pass, with a warning.
 */
const LEGACY = /^(\\?)([0-9A-Fa-f]+)[ \t]+(\*?)(.+)$/s;

/**
 * Reads a payload or tag manifest (RFC 8493 §2.1.3, §2.2.1).
 *
 * @param pieces its text in UTF-8.
 * @param strict whether BagIt 1.0 holds. Before, a file could be listed twice, and names were not percent-encoded, or only partly.
 * @throws SealError for a line that is none, a path that leads out of its part of the bag, a file that is listed twice.
 */
export function readBagManifest(
  pieces: Iterable<string>,
  name: string,
  algorithm: Algorithm,
  strict: boolean,
): BagManifest {
  const payload = !name.startsWith('tag');
  const collector = new ManifestCollector(name, strict);
  const form = new CanonicalForm(name);
  const legacy = new Set<string>();
  let deviation: SealError | null = null;
  for (const line of readLines(pieces, name, true, MAX_MANIFEST_BYTES)) {
    const { number, text } = line;
    const fault = (expected: string, found: string) =>
      new SealError(`${name}, line ${number} cannot be read`, {
        subject: name,
        line: number,
        expected,
        found: printable(found).slice(0, 200),
      });
    const [, backslash = '', digits = '', asterisk = '', written = ''] = LEGACY.exec(text) ?? [];
    if (digits === '') throw fault('<checksum> <path>', text);
    if (digits.length !== algorithm.length * 2)
      throw fault(`${algorithm.length * 2} hex digits for ${algorithm.name}`, digits);
    if (!LINE.test(text) || asterisk !== '') legacy.add('marks of a checksum program');
    const unescaped = backslash === '' ? written : unescapeName(written);
    if (unescaped === null) throw fault('escapes of a checksum program', written);
    if (pathText(unescaped) === null) throw fault('a path in the encoding of bagit.txt', showPath(unescaped));
    const decoded = decodePath(unescaped, strict);
    if (decoded === null) throw fault('%0A, %0D or %25 after a percent sign', showPath(unescaped));
    const path = plainPath(decoded);
    if (path !== decoded) legacy.add('paths that start with ./');
    requireInside(path, payload, strict, name, number);
    deviation ??= form.deviation(line, digits.toLowerCase(), path);
    collector.add({ algorithm, digest: digits.toLowerCase(), path }, number);
  }
  const [manifest] = collector.manifests;
  const warnings = [
    ...collector.warnings,
    ...[...legacy].map((what) => `${name} has ${what}: strict validation would fail`),
  ];
  return { name, algorithm, entries: manifest?.entries ?? new Map<BytePath, string>(), warnings, deviation };
}

/** Undoes the percent-encoding of 1.0: of LF, CR and the percent sign, and of nothing else. Null where a percent sign stands for itself. */
function decodePath(path: BytePath, strict: boolean): BytePath | null {
  if (!strict) return path;
  if (/%(?!0[AaDd]|25)/.test(path)) return null;
  return percentDecoded(path);
}

/** A path as 1.0 decodes it. */
export function percentDecoded(path: BytePath): BytePath {
  return path.replace(/%(0[AaDd]|25)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

function requireInside(path: BytePath, payload: boolean, strict: boolean, name: string, line: number): void {
  const inPayload = path.startsWith('data/');
  const refused =
    whyRefused(path) ??
    (payload && !inPayload ? 'something that is not in data/' : null) ??
    (!payload && strict && inPayload ? 'a payload file' : null) ??
    (!payload && /^tagmanifest-[^/]*\.txt$/.test(path) ? 'a tag manifest' : null);
  if (refused === null) return;
  throw new SealError(`${name}, line ${line} names ${refused}`, {
    subject: name,
    line,
    expected: payload ? 'paths in data/' : 'paths of tag files',
    found: showPath(path).slice(0, 200),
    fix: 'nothing was opened: do not trust this bag',
  });
}
