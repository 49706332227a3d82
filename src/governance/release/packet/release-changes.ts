import { createHash } from 'node:crypto';
import type { ChangedCell, NamedOwner, ReleaseChanges } from '../../../contract/answers/release-changes.ts';
import { visibleJson } from '../../../text/terminal.ts';
import { replaceUnprintable } from '../../../text/unprintable.ts';

/** How many cells a request lists; of more it has the digest, and the packet has the list. */
const LISTED = 100;

/** All cells that change, a line each: object, scope, before, after. The bytes whose digest people sign. */
export function changesText(cells: readonly ChangedCell[]): string {
  return cells
    .map(({ object, scope, was, will }) => `${[object, scope, was, will].map(field).join('\t')}\n`)
    .sort((one, other) => (one < other ? -1 : 1))
    .join('');
}

/** Changes of a release, out of all cells that change and the owners that they name. */
export function changesOf(cells: readonly ChangedCell[], owners: readonly NamedOwner[]): ReleaseChanges {
  const text = changesText(cells);
  const sorted = parseChanges(text);
  const byOwner = new Map<string, ReleaseChanges['by_owner'][number]>();
  for (const { was, will } of sorted) {
    const key = `${was}\t${will}`;
    byOwner.set(key, { was, will, cells: (byOwner.get(key)?.cells ?? 0) + 1 });
  }
  return {
    cells: sorted.length,
    sha256: createHash('sha256').update(text, 'utf8').digest('hex'),
    by_owner: [...byOwner.values()].sort(
      (one, other) => other.cells - one.cells || (one.was + one.will < other.was + other.will ? -1 : 1),
    ),
    owners: owners.map(({ code, name }) => ({ code: field(code), name: field(name) })),
    list: sorted.slice(0, LISTED),
  };
}

/** Reads the lines that changesText() writes; a line of another form is left as it is, so that its digest still is that of the text. */
export function parseChanges(text: string): ChangedCell[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [object = '', scope = '', was = '', ...will] = line.split('\t');
      return { object, scope, was, will: will.join(' ') };
    });
}

/** A name on one line of its own, in which everything can be seen: Directus allows collections with any name. */
function field(text: string): string {
  return replaceUnprintable(text.replaceAll('\\', '\\\\'), (sign) => visibleJson(sign).slice(1, -1));
}
