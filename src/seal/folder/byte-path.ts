/**
 * A path inside a sealed folder, relative to it, with `/` between its parts, as a *byte string*: every character stands for one
 * byte (Latin-1). File names are bytes, not text; this way none is lost or changed, `<` orders them as LC_ALL=C does, and
 * they can be keys.
 */
export type BytePath = string;

/** Longer paths no operating system opens. */
const MAX_PATH = 4096;

/** Deeper folders are a trap, not a seal. */
const MAX_DEPTH = 256;

/** The byte string of a text: its UTF-8. */
export function bytePath(text: string): BytePath {
  return Buffer.from(text, 'utf8').toString('latin1');
}

export function pathBytes(path: BytePath): Buffer {
  return Buffer.from(path, 'latin1');
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a path; null where its bytes are not UTF-8. */
export function pathText(path: BytePath): string | null {
  if (/^[\0-\x7f]*$/.test(path)) return path;
  try {
    return UTF8.decode(pathBytes(path));
  } catch {
    return null;
  }
}

/** Characters that would end a line, hide or reorder text where a name is printed. */
const UNPRINTABLE = /[\0-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A text on one line, with nothing in it that a terminal or a log would act on. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const code = character.charCodeAt(0);
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** How a path is shown to people: as text, bytes that are none as `\xff`. */
export function showPath(path: BytePath): string {
  const text = pathText(path);
  if (text !== null) return printable(text);
  return path.replace(/[\0-\x1f\x7f-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** The same path without `./` and doubled slashes, as the walk of a folder names it. */
export function plainPath(path: BytePath): BytePath {
  if (!/(^|\/)(\.?\/|\.$)/.test(path)) return path;
  return path
    .split('/')
    .filter((part, index) => part !== '.' && (part !== '' || index === 0))
    .join('/');
}

/** Why a path may not be opened: what it would lead to; null for one that stays inside its folder. */
export function whyRefused(path: BytePath): string | null {
  if (path === '') return 'an empty name';
  if (path.includes('\0')) return 'a name with a null byte';
  if (path.startsWith('/')) return 'an absolute path';
  if (/(^|\/)\.\.(\/|$)/.test(path)) return 'a path that leaves the folder';
  if (path.endsWith('/')) return 'a folder';
  if (path.length > MAX_PATH) return `a path of more than ${MAX_PATH} bytes`;
  if (path.split('/').length > MAX_DEPTH) return `a path through more than ${MAX_DEPTH} folders`;
  return null;
}

/**
 * Folds a name so that two names are equal if a file system without case or with one Unicode normal form takes them for
 * the same.
 */
export function foldedPath(path: BytePath): string {
  const text = pathText(path);
  return text === null ? path : text.normalize('NFD').toLowerCase().toUpperCase().normalize('NFC');
}
