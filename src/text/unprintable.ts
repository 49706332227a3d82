/**
 * Characters that a text may hold and nobody sees as they are: controls (C0, DEL, C1: what moves the cursor, ends a line or begins an
 * escape sequence), marks that turn the direction of writing, characters without width, line separators, halves of characters.
 * The joiners (U+200C, U+200D), combining marks and tags stay: languages and emoji need them.
 */
const UNPRINTABLE =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/** A backslash that would read as an escape of ours. */
const FALSE_ESCAPE = /\\(?=u\{)/g;

/** Replaces each character that nobody would see, or that would act, by what `show` makes of it. */
export function replaceUnprintable(text: string, show: (character: string) => string): string {
  return text.replace(UNPRINTABLE, show);
}

/** The first such character of a text and its place; null for none. Line breaks and tabs count as such too. */
export function findUnprintable(text: string, allowed = ''): { index: number; character: string } | null {
  for (const { 0: character, index } of text.matchAll(UNPRINTABLE))
    if (!allowed.includes(character)) return { index, character };
  return null;
}

/** A character by its number, `U+202E`. */
export function codePoint(character: string): string {
  return `U+${hex(character).toUpperCase().padStart(4, '0')}`;
}

/**
 * A text on one line in which everything can be seen: `\u{202e}` stands for the character of that number. No two texts are shown
 * alike: a backslash that was there before `u{` is shown as `\u{5c}`.
 */
export function visible(text: string): string {
  return replaceUnprintable(text.replace(FALSE_ESCAPE, escape('\\')), escape);
}

/** A character as it is shown, `\u{202e}`. */
export function escape(character: string): string {
  return `\\u{${hex(character)}}`;
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16);
}
