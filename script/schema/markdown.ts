/** Text as code. Its white space is one space each. */
export function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const fence = line.includes('`') ? '``' : '`';
  return `${fence}${line}${fence}`;
}

/** A comment as Markdown. Outside of code, every character means itself, but for the dash that begins an item of a list. */
export function prose(comment: string): string {
  return comment
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\*<[\]|]|\b_|_\b/g, '\\$&')))
    .join('')
    .replace(/\n(?!- )/g, '\n\n')
    .replace(/^([^-].*)\n- /m, '$1\n\n- ');
}

/** A comment behind something else, in an item of a list. Its own list is one level deeper. */
export function proseBehind(head: string, comment: string | null): string {
  return comment === null ? head : `${head}: ${prose(comment).replace(/\n/g, '\n  ')}`;
}
