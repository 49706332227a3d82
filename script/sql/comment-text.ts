/**
 * The text of a comment of several lines, as Markdown. Lines that are indented are a list, whose items are a term and, two
 * spaces later, what it means: `- term: meaning`. All other lines are one paragraph each time.
 *
 * @param lines the comment without its dashes, with the white space behind them
 */
export function commentText(lines: readonly string[]): string {
  const blocks: string[] = [];
  let listIndent = 0;
  for (const line of lines) {
    const indent = line.length - line.trimStart().length;
    const words = line.trim();
    if (indent >= 2 && (listIndent === 0 || indent <= listIndent)) {
      listIndent = indent;
      blocks.push(item(words));
    } else if (blocks.length === 0 || (indent < 2 && listIndent > 0)) {
      listIndent = 0;
      blocks.push(words);
    } else {
      blocks.push(`${blocks.pop() ?? ''} ${words}`);
    }
  }
  return blocks.join('\n');
}

function item(words: string): string {
  const [, term, meaning] = /^(.*?\S) {2,}(.*)$/.exec(words) ?? [];
  return term === undefined ? `- ${words}` : `- ${term.includes('`') ? term : `\`${term}\``}: ${meaning ?? ''}`;
}
