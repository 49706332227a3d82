import type { BytePath } from '../folder/byte-path.ts';
import { printable } from '../folder/byte-path.ts';
import type { Line } from '../folder/read-lines.ts';
import { SealError } from '../seal-error.ts';

/** One line of a manifest of ours: `<value>␠␠<path>`, GNU's escapes where a name needs them. `sha256sum -c` reads it. */
function manifestLine(value: string | number, path: BytePath): string {
  const escaped = path.replace(/[\\\n\r]/g, (character) =>
    character === '\\' ? '\\\\' : character === '\n' ? '\\n' : '\\r',
  );
  return `${escaped === path ? '' : '\\'}${value}  ${escaped}\n`;
}

/** A whole manifest as a byte string: bytewise sorted by path, as `LC_ALL=C sort -k2` would. */
export function manifestText(entries: ReadonlyMap<BytePath, string | number>): string {
  return [...entries.keys()]
    .sort()
    .map((path) => manifestLine(entries.get(path) ?? '', path))
    .join('');
}

/**
 * The one form in which manifests of ours are written, so that not a byte of one can change unnoticed: lower-case hex, two
 * spaces, sorted, every line ended.
 */
export class CanonicalForm {
  readonly #subject: string;
  #last = '';

  constructor(subject: string) {
    this.#subject = subject;
  }

  /**
   * Finds what is wrong with the next line: another form, or another place than its own. Returns null if nothing is.
   */
  deviation(line: Line, value: string | number, path: BytePath): SealError | null {
    const form = `${line.text}${line.ending}` === manifestLine(value, path);
    const place = this.#last < path;
    this.#last = path;
    if (form && place) return null;
    return new SealError(`${this.#subject}, line ${line.number} is not in the form of a seal`, {
      subject: this.#subject,
      line: line.number,
      expected: form ? 'lines sorted by path, bytewise' : 'lower-case hex, two spaces, the path, a line feed',
      found: form ? 'a line in the wrong place' : printable(line.text + line.ending).slice(0, 200),
    });
  }
}
