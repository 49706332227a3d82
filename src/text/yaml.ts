import { isNode, isScalar, visit } from 'yaml';
import type { Document, ToStringOptions } from 'yaml';
import { findUnprintable, replaceUnprintable } from './unprintable.ts';

/** Characters that stand in YAML as they are. */
const ALLOWED = '\n\t';

/**
 * A document as YAML of the same meaning in which everything can be seen: a text with characters that nobody would see stands in double
 * quotes, where `\u202e` is such a character. In comments it stands for itself.
 */
export function visibleYaml(document: Document | Document.Parsed, options: ToStringOptions): string {
  showComments(document);
  visit(document, (_key, node) => {
    if (!isNode(node)) return;
    showComments(node);
    if (isScalar(node) && typeof node.value === 'string' && findUnprintable(node.value, ALLOWED) !== null)
      node.type = 'QUOTE_DOUBLE';
  });
  return visible(document.toString(options));
}

/** Before they are written: in a comment a carriage return would begin a line that is none. */
function showComments(node: { comment?: string | null; commentBefore?: string | null }): void {
  if (node.comment) node.comment = visible(node.comment);
  if (node.commentBefore) node.commentBefore = visible(node.commentBefore);
}

function visible(text: string): string {
  return replaceUnprintable(text, (character) =>
    ALLOWED.includes(character) ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
