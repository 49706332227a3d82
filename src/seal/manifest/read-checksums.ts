import { algorithmNamed, algorithmOfHexLength } from '../digests/algorithms.ts';
import type { Algorithm } from '../digests/algorithms.ts';
import type { BytePath } from '../folder/byte-path.ts';
import { plainPath, printable, showPath, whyRefused } from '../folder/byte-path.ts';
import { ManifestCollector, MAX_MANIFEST_BYTES } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { readLines } from '../folder/read-lines.ts';
import { SealError } from '../seal-error.ts';
import { CanonicalForm } from './write-manifest.ts';

/*
 * Manifests as checksum programs write them, one file per line:
 *
 *     <hex>  <name>            GNU, text mode          SHA256 (<name>) = <hex>    BSD, `--tag`
 *     <hex> *<name>            GNU, binary mode        SHA2-256(<name>)= <hex>    OpenSSL
 *     <hex> <name>             BSD, reversed
 *
 * A backslash before a line says that the name in it is escaped: `\n` `\r` `\\`. Blank lines and lines that start with `#`
 * say nothing. Whether lines end with LF or CRLF, the first one decides.
 */

const PLAIN = /^(\\?)([0-9A-Fa-f]+) (?:([ *])(.+)|([^ *].*))$/s;
const TAGGED = /^(\\?)([A-Za-z][A-Za-z0-9/-]*) ?\((.+)\) ?= ([0-9A-Fa-f]+)$/s;

/** Manifests that were read, one per algorithm. */
export interface ReadManifest {
  manifests: Manifest[];
  warnings: string[];
  /** First place where the file is not in the form of our seals; null if there is none. */
  deviation: SealError | null;
}

/**
 * Reads a manifest that a checksum program wrote.
 *
 * @param named the algorithm, where it is known; otherwise the digits of a digest tell.
 * @throws SealError for a line that is none, a path that leads out, an unknown algorithm, a file listed with two digests.
 */
export function readChecksums(pieces: Iterable<string>, subject: string, named: Algorithm | null): ReadManifest {
  const collector = new ManifestCollector(subject, false);
  const form = new CanonicalForm(subject);
  let deviation: SealError | null = null;
  let returned: boolean | null = null;
  let reversed: boolean | null = null;
  for (const read of readLines(pieces, subject, false, MAX_MANIFEST_BYTES)) {
    const { number, text, ending } = read;
    returned ??= ending === '\r\n';
    const line = ending === '\r\n' && !returned ? `${text}\r` : text;
    if (line === '' || line.startsWith('#')) {
      deviation ??= form.deviation(read, '', '');
      continue;
    }
    const fault = (expected: string, found: string) =>
      new SealError(`${subject}, line ${number} cannot be read`, {
        subject,
        line: number,
        expected,
        found: printable(found).slice(0, 120),
      });

    const tagged = TAGGED.exec(line);
    const plain = tagged === null ? PLAIN.exec(line) : null;
    if (plain === null && tagged === null) throw fault('<digest>  <path>, or ALGORITHM (<path>) = <digest>', line);
    if (plain !== null) {
      reversed ??= plain[3] === undefined;
      if (reversed !== (plain[3] === undefined))
        throw fault(reversed ? 'one space after the digest, as above' : 'two spaces after the digest', line);
    }
    const digest = (plain?.[2] ?? tagged?.[4] ?? '').toLowerCase();
    const written = plain?.[4] ?? plain?.[5] ?? tagged?.[3] ?? '';
    const algorithm =
      tagged === null ? (named ?? algorithmOfHexLength(digest.length)) : algorithmNamed(tagged[2] ?? '');
    if (algorithm === null)
      throw fault('a known checksum algorithm', tagged?.[2] ?? `a digest of ${digest.length} hex digits`);
    if (digest.length !== algorithm.length * 2)
      throw fault(`${algorithm.length * 2} hex digits for ${algorithm.name}`, digest);
    const escaped = (plain?.[1] ?? tagged?.[1]) === '\\';
    const path = escaped ? unescapeName(written) : written;
    if (path === null) throw fault('\\n, \\r or \\\\ after a backslash', written);
    deviation ??= form.deviation(read, digest, path);
    collector.add({ algorithm, digest, path: checkedPath(path, subject, number) }, number);
  }
  return { manifests: collector.manifests, warnings: collector.warnings, deviation };
}

/** Undoes the escapes of GNU; null where a backslash stands before anything else. */
export function unescapeName(name: string): BytePath | null {
  if (/\\(?![nr])/.test(name.replaceAll('\\\\', ''))) return null;
  return name.replace(/\\([nr\\])/g, (_, letter: string) => (letter === 'n' ? '\n' : letter === 'r' ? '\r' : '\\'));
}

/** @throws SealError for a path that would lead out of the folder. */
export function checkedPath(path: BytePath, subject: string, line: number): BytePath {
  const plain = plainPath(path);
  const refused = whyRefused(plain);
  if (refused === null) return plain;
  throw new SealError(`${subject}, line ${line} names ${refused}`, {
    subject,
    line,
    expected: 'paths inside the folder',
    found: showPath(path).slice(0, 200),
    fix: 'nothing was opened: do not trust this manifest',
  });
}
