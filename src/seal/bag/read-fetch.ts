import { plainPath, printable, showPath, whyRefused } from '../folder/byte-path.ts';
import type { BytePath } from '../folder/byte-path.ts';
import { MAX_MANIFEST_BYTES } from '../manifest/manifest.ts';
import { readLines } from '../folder/read-lines.ts';
import { SealError } from '../seal-error.ts';
import { percentDecoded } from './read-bag-manifest.ts';

/**
 * Reads `fetch.txt` (RFC 8493 §2.2.3). Nothing is ever fetched: a file that is listed here has to be there like any other.
 *
 * @returns the paths that it lists.
 * @throws SealError for a line that is none, and for a path that leads out of the bag (1.0: out of the payload).
 */
export function readFetch(pieces: Iterable<string>, strict: boolean): BytePath[] {
  const name = 'fetch.txt';
  const paths: BytePath[] = [];
  for (const { number, text } of readLines(pieces, name, true, MAX_MANIFEST_BYTES)) {
    const [, url = '', , written = ''] = /^([A-Za-z][A-Za-z0-9+.-]*:\S+)[ \t]+(\d+|-)[ \t]+(.+)$/.exec(text) ?? [];
    const fault = (expected: string, found: string) =>
      new SealError(`${name}, line ${number} cannot be read`, {
        subject: name,
        line: number,
        expected,
        found: printable(found).slice(0, 200),
      });
    if (url === '') throw fault('<url> <length or -> <path>', text);
    const path = plainPath(percentDecoded(written));
    const refused =
      whyRefused(path) ??
      (path.startsWith('~') ? 'somebody’s home' : null) ??
      (strict && !path.startsWith('data/') ? 'a file outside data/' : null);
    if (refused !== null) throw fault('a path in data/', `${showPath(path)}: ${refused}`);
    paths.push(path);
  }
  return paths;
}
