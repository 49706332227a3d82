import { findUnprintable, visible } from './unprintable.ts';

/*
 * The medium of Markdown: documents, notifications and the mails that Directus makes of these. What takes Markdown takes no plain string, and
 * only the functions of this file make it: the text of a template is markup, every value in it is text.
 */

declare const made: unique symbol;

/** The text of Markdown, for what wants a string, such as the notifications of Directus. */
export type MarkdownSource = string & { readonly [made]: true };

/** The class stays in this file, so that nothing else makes one. */
class Source {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get source(): MarkdownSource {
    return this.#text as MarkdownSource;
  }

  toString(): string {
    return this.#text;
  }
}

/** Markdown, in which nothing that people wrote is markup. */
export type Markdown = Source;

/** A value: text, or Markdown that is made already. */
export type MarkdownValue = string | number | Markdown;

/**
 * Markdown with values in it.
 *
 * @example
 * markdown`# ${title}`; // a heading, whatever the title holds
 */
export function markdown(markup: TemplateStringsArray, ...values: readonly MarkdownValue[]): Markdown {
  return new Source(
    markup.map((text, index) => (index === 0 ? text : written(values[index - 1] ?? '') + text)).join(''),
  );
}

/** A document: parts with one blank line between, whatever blank lines a part begins or ends with; a string is a paragraph of text. */
export function paragraphs(...parts: readonly (MarkdownValue | null)[]): Markdown {
  const stripped = (part: MarkdownValue) => new Source(written(part).replaceAll(/^\n+|\s+$/g, ''));
  return joined(
    '\n\n',
    parts.map((part) => part && stripped(part)),
  );
}

/** Parts on lines of their own, such as the items of a list; a string is a line of text. */
export function markdownLines(...parts: readonly (MarkdownValue | null)[]): Markdown {
  return joined('\n', parts);
}

/** A list. */
export function markdownList(items: readonly MarkdownValue[]): Markdown {
  return markdownLines(...items.map((item) => markdown`- ${item}`));
}

/** A table. */
export function markdownTable(header: readonly string[], rows: readonly (readonly MarkdownValue[])[]): Markdown {
  const line = (cells: readonly MarkdownValue[]) => new Source(`| ${cells.map(written).join(' | ')} |`);
  return markdownLines(line(header), new Source(`| ${header.map(() => '---').join(' | ')} |`), ...rows.map(line));
}

/** Text as code within a line; as mere text where a backtick or a bar in it would end the code or the cell of a table. */
export function codeSpan(text: string): Markdown {
  const plain = text !== '' && text === text.trim() && !/[`|\\]/.test(text) && findUnprintable(text) === null;
  return plain ? new Source(`\`${text}\``) : markdown`${text}`;
}

/** Lines of a shell as a block; it ends where it ends, whatever stands in it. */
export function codeBlock(...lines: readonly string[]): Markdown {
  const shown = lines.flatMap((line) => line.split('\n')).map(visible);
  const longest = Math.max(2, ...shown.flatMap((line) => (line.match(/`+/g) ?? []).map(({ length }) => length)));
  const fence = '`'.repeat(longest + 1);
  return new Source([`${fence}sh`, ...shown, fence].join('\n'));
}

function joined(separator: string, parts: readonly (MarkdownValue | null)[]): Markdown {
  return new Source(
    parts
      .filter((part) => part !== null)
      .map(written)
      .join(separator),
  );
}

function written(value: MarkdownValue): string {
  return value instanceof Source ? value.toString() : escapeMarkdown(String(value));
}

/** Text as one line of Markdown in which nothing is markup, a link or the beginning of a block. */
function escapeMarkdown(text: string): string {
  return visible(text)
    .replace(/[\\`*_{}[\]<>|#~&!@$^]|:(?=\/\/)|(?<=www)\./gi, '\\$&')
    .replace(/^[-+=:]/, '\\$&')
    .replace(/^(\d+)(?=[.)])/, '$1\\')
    .replace(/^ | $/g, '&#32;');
}
