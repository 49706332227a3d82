import { bytePath as byteString, pathText as textOf, printable } from '../folder/byte-path.ts';
import type { Repair } from './repair.ts';

/** Characters that editors, word processors and models put for one another. */
const GROUPS: readonly (readonly string[])[] = [
  ['-', '—', '–', '--', '---', '−', '‐', '‑', '―', '?'],
  ['"', '“', '”', '„', '«', '»'],
  ["'", '’', '‘', '‚', 'ʼ', '´', '`'],
  ['...', '…'],
  [' ', '\u00a0', '\u202f', '\u2009', '\u200b'],
  ['', '\u200b', '\u00ad', '\ufeff'],
];

/** So many ways to choose which of several characters were replaced are tried. */
const CHOICES = 4096;

/** Replaces every look-alike by the first of its group, in one pass. */
export function plainCharacters(text: string): string {
  let plain = text.normalize('NFC').replace(/[\u200b\u00ad\ufeff]/g, '');
  for (const [first = '', ...others] of GROUPS.slice(0, 5)) {
    for (const other of others) if (other !== '?' && other !== '\u200b') plain = plain.replaceAll(other, first);
  }
  return plain.replace(/-+/g, '-');
}

/** Undoes the replacing of characters by others that look alike, and other damage that text takes on its way through tools. */
export function* lookAlikes(current: string, length: number | null): Generator<Repair> {
  const text = textOf(current);
  const drift = (message: string, sealed: string): Repair => ({ class: 'emdash_unicode_drift', message, sealed });
  if (text === null) {
    yield drift('UTF-8 became Latin-1', byteString(current));
    return;
  }
  for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'] as const) {
    const sealed: string = text.normalize(form);
    if (sealed !== text) yield drift(`${form} became another Unicode normal form`, byteString(sealed));
  }
  // UTF-8 that was read as Latin-1 and written as UTF-8.
  if (/^[\0-\xff]*$/.test(text) && /[\x80-\xff]/.test(text)) yield drift('UTF-8 was encoded twice', text);

  for (const group of GROUPS) {
    for (const now of group) {
      const pieces = now === '' ? [] : current.split(byteString(now));
      if (pieces.length < 2) continue;
      for (const then of group) {
        if (then === now || (now.includes(then) && then !== '' && now !== '---' && now !== '--')) continue;
        for (const sealed of replaced(pieces, byteString(now), byteString(then), length)) {
          yield drift(`${nameOf(then)} became ${nameOf(now)}`, sealed);
        }
      }
    }
  }
  const quoted = text.split('"');
  if (quoted.length > 2) {
    const curled = quoted.map((piece, index) => (index === 0 ? '' : index % 2 === 1 ? '“' : '”') + piece).join('');
    yield drift('“ and ” became "', byteString(curled));
    yield drift('typographic characters became plain ones', byteString(curled.replaceAll("'", '’')));
  }
  for (const dash of ['-', '--', ' - ']) {
    const sealed: string = text
      .replaceAll('—', dash)
      .replaceAll('–', '-')
      .replace(/[“”„]/g, '"')
      .replace(/[‘’]/g, "'")
      .replaceAll('…', '...')
      .replaceAll('\u00a0', ' ');
    if (sealed !== text) yield drift('plain characters became typographic ones', byteString(sealed));
  }
}

/** A text with `then` in place of all, or some, of the `now` between its pieces. */
function* replaced(pieces: readonly string[], now: string, then: string, length: number | null): Generator<string> {
  yield pieces.join(then);
  const places = pieces.length - 1;
  const byOne = then.length - now.length;
  const total = pieces.reduce((sum, piece) => sum + piece.length, places * now.length);
  const wanted = length === null || byOne === 0 ? null : (length - total) / byOne;
  if (wanted !== null && (!Number.isInteger(wanted) || wanted < 1 || wanted >= places)) return;
  let tried = 0;
  for (const chosen of choices(places, wanted)) {
    if (++tried > CHOICES) return;
    yield pieces.map((piece, index) => (index === 0 ? piece : (chosen.has(index) ? then : now) + piece)).join('');
  }
}

/** Sets of `size` of the numbers 1 … `count`; where the size is not known, all sets of one and of two. */
function* choices(count: number, size: number | null): Generator<Set<number>> {
  if (size === null) {
    for (let first = 1; first <= count; first++) yield new Set([first]);
    if (count > 2) yield* choices(count, 2);
    return;
  }
  const chosen = Array.from({ length: size }, (_, index) => index + 1);
  for (;;) {
    yield new Set(chosen);
    let last = size - 1;
    while (last >= 0 && chosen[last] === count - size + last + 1) last--;
    if (last < 0) return;
    let next = (chosen[last] ?? 0) + 1;
    for (let index = last; index < size; index++) chosen[index] = next++;
  }
}

function nameOf(characters: string): string {
  if (characters === '') return 'nothing';
  if (characters === ' ') return 'a space';
  const codes = Array.from(
    characters,
    (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
  return characters.length === 1 ? `${printable(characters)} (${codes.join(' ')})` : printable(characters);
}
