import type { Place } from '../report.ts';

/**
 * Finds where two byte strings part; null if they are equal. A text that ends sooner parts from the other where it
 * ends.
 */
export function placeOfDifference(one: string, other: string): Place | null {
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
