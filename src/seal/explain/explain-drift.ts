import { pathText as textOf } from '../folder/byte-path.ts';
import type { Difference, DriftClass, Place } from '../report.ts';
import { jsonForms, jsonMeaning, jsonUnescaped } from './json-forms.ts';
import { lookAlikes, plainCharacters } from './look-alikes.ts';
import type { Repair } from './repair.ts';
import { textEnds } from './text-ends.ts';

/** Explanation of what happened to a file, as far as can be told. */
export type Explanation = Pick<Difference, 'class' | 'message' | 'proven' | 'place'>;

/** How much work explanations may still be, in bytes of guesses. One file takes at most an eighth of what there was at first. */
export interface Effort {
  bytes: number;
}

/** As much as a verification spends on explaining: about a second. */
export const EFFORT = 512 * 1024 * 1024;

/**
 * Explains how a file differs from its seal, without the sealed bytes: undoes one common accident after the other until the
 * digest is that of the seal, which proves it. Where none fits, the lengths tell what they can.
 *
 * @param current the bytes that are there, as a byte string.
 * @param length of the sealed bytes; null where the manifest does not tell.
 * @param isSealed whether bytes have the sealed digest.
 * @param effort is used up.
 */
export function explainBySeal(
  current: string,
  length: number | null,
  isSealed: (bytes: Buffer) => boolean,
  effort: Effort = { bytes: EFFORT },
): Explanation {
  const least = effort.bytes - EFFORT / 8;
  for (const { class: kind, message, sealed } of repairs(current, length)) {
    effort.bytes -= sealed.length;
    if (effort.bytes < Math.max(0, least)) break;
    if (sealed === current || (length !== null && sealed.length !== length) || !isSealed(Buffer.from(sealed, 'latin1')))
      continue;
    return { class: kind, message, proven: true, ...placed(sealed, current) };
  }
  return explainByLength(current.length, length);
}

/** Explains a difference by two lengths alone. */
export function explainByLength(current: number, sealed: number | null): Explanation {
  if (sealed === null)
    return {
      class: 'edited_content',
      message: 'the content was edited; the manifest does not tell its length',
      proven: true,
    };
  const lack = sealed - current;
  if (lack === 0)
    return {
      class: 'same_length_change',
      message: `the content changed, its length (${sealed} bytes) did not`,
      proven: true,
    };
  if (lack < 0)
    return { class: 'edited_content', message: `the content was edited and is ${-lack} bytes longer`, proven: true };
  if (current === 0)
    return { class: 'truncated', message: `all ${sealed} bytes are gone: the file is empty`, proven: true };
  return {
    class: 'truncated',
    message: `${lack} of ${sealed} bytes are gone: the file was cut off, or edited to be shorter`,
    proven: false,
  };
}

/** Explains how a file differs from the bytes that it should have, where these are at hand. */
export function explainByBytes(current: string, sealed: string): Explanation {
  const place = placed(sealed, current);
  for (const repair of repairs(current, sealed.length)) {
    if (repair.sealed === sealed) return { class: repair.class, message: repair.message, proven: true, ...place };
  }
  const found = (kind: DriftClass, message: string): Explanation => ({ class: kind, message, proven: true, ...place });
  if (sealed.startsWith(current))
    return found('truncated', `the last ${sealed.length - current.length} of ${sealed.length} bytes were cut off`);
  const ends = (bytes: string) => bytes.replace(/^\xef\xbb\xbf/, '').replace(/\r\n?/g, '\n');
  if (ends(sealed) === ends(current)) return found('crlf_drift', 'line endings were converted');
  if (ends(sealed).trimEnd() === ends(current).trimEnd())
    return found('trailing_newline', 'line breaks at the end were added or removed');
  const [one, other] = [textOf(sealed), textOf(current)];
  if (one !== null && other !== null && plainCharacters(one) === plainCharacters(other)) {
    return found('emdash_unicode_drift', 'characters were replaced by others that look alike');
  }
  const unescaped = jsonUnescaped(sealed);
  if (unescaped !== null && unescaped === jsonUnescaped(current)) {
    return found('json_ensure_ascii_drift', 'characters in JSON were escaped or unescaped');
  }
  const meaning = jsonMeaning(sealed);
  if (meaning !== null && meaning === jsonMeaning(current))
    return found('json_reformatted', 'JSON was written anew; it means the same');
  return sealed.length === current.length
    ? found('same_length_change', `the content changed, its length (${sealed.length} bytes) did not`)
    : found('edited_content', 'the content was edited');
}

function placed(sealed: string, current: string): Pick<Explanation, 'place'> {
  const place = placeOfDifference(sealed, current);
  return place === null ? {} : { place };
}

/** Likely accidents first: one alone, then one together with what happens to the ends of a text on the way. */
function* repairs(current: string, length: number | null): Generator<Repair> {
  yield* textEnds(current);
  yield* jsonForms(current);
  yield* lookAlikes(current, length);
  for (const first of textEnds(current)) {
    for (const second of textEnds(first.sealed)) {
      if (second.class !== first.class)
        yield { ...second, class: first.class, message: `${first.message}; ${second.message}` };
    }
    for (const second of jsonForms(first.sealed)) yield { ...second, message: `${second.message}; ${first.message}` };
    for (const second of lookAlikes(first.sealed, length))
      yield { ...second, message: `${second.message}; ${first.message}` };
  }
}

/**
 * Finds where two byte strings part; null if they are equal. A text that ends sooner parts from the other where it
 * ends.
 */
function placeOfDifference(one: string, other: string): Place | null {
  if (one === other) return null;
  const end = Math.min(one.length, other.length);
  let byte = 0;
  while (byte < end && one[byte] === other[byte]) byte++;
  const before = one.slice(0, byte);
  const lineStart = before.lastIndexOf('\n') + 1;
  // A character of UTF-8 has one byte that does not continue another; the one that differs may have begun before.
  const characters = before.slice(lineStart).replace(/[\x80-\xbf]/g, '').length;
  const inside = /[\x80-\xbf]/.test(one[byte] ?? '') && /[\x80-\xff]/.test(before.at(-1) ?? '');
  return { byte, line: before.split('\n').length, column: characters + (inside ? 0 : 1) };
}
