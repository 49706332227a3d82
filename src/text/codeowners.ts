import { findUnprintable, visible } from './unprintable.ts';

/*
 * The medium of CODEOWNERS files: one rule or one comment a line. What writes such a file takes CodeownersLine, and only the functions of this
 * file make it.
 */

declare const line: unique symbol;

/** One line of a CODEOWNERS file. */
export type CodeownersLine = string & { readonly [line]: true };

/** A whole CODEOWNERS file. */
export type Codeowners = string & { readonly [line]: 'file' };

/** An owner as CODEOWNERS names one: `@user`, `@organisation/team`, an address. */
const OWNER = /^(?:@[^\s@#]+|[^\s@#]+@[^\s@#]+)$/u;

/** A comment, which rules nothing. */
export function codeownersComment(text: string): CodeownersLine {
  return `# ${visible(text)}` as CodeownersLine;
}

/**
 * The rule that a path, and nothing else, belongs to these owners. A comment instead where no pattern means only this path, because a line
 * cannot hold it, and for owners that would be no owners.
 */
export function codeownersRule(path: string, owners: readonly string[]): CodeownersLine {
  if (findUnprintable(path) !== null) return codeownersComment(`${path}  no pattern can express this path`);
  const wrong = owners.find((owner) => !OWNER.test(owner) || findUnprintable(owner) !== null);
  if (wrong !== undefined) return codeownersComment(`${path}  is not an owner here: ${wrong}`);
  return [path.replace(/[\\\s#*?![\]]/g, '\\$&'), ...owners].join(' ') as CodeownersLine;
}

/** A file of lines. */
export function codeowners(lines: readonly CodeownersLine[]): Codeowners {
  return lines.map((one) => `${one}\n`).join('') as Codeowners;
}
