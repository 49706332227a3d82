import { escape, replaceUnprintable, visible } from './unprintable.ts';

/*
 * The medium of terminals and logs. What writes to them takes TerminalText and LogLine and no plain string, and only the functions of this
 * file make these: they escape whatever they are given.
 */

/** The class stays in this file, so that nothing else makes one. */
class EscapedText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** Text in which nothing moves the cursor, changes a colour, turns the direction of writing or makes a line of its own. */
export type TerminalText = EscapedText;

/** Lines: each string is one line, whatever stands in it; text that is made already has the lines that it has. */
export function terminal(...lines: readonly (string | TerminalText)[]): TerminalText {
  return new EscapedText(
    lines.map((line) => (line instanceof EscapedText ? line.toString() : visible(line))).join('\n'),
  );
}

/**
 * A document of many lines, such as SQL, YAML or a statement: line breaks and tabs stay, and where everything in it can be seen it is
 * printed byte for byte, so that `> file` writes what it says.
 */
export function terminalDocument(document: string): TerminalText {
  return new EscapedText(document.replace(/[^\n\t]+/g, (part) => replaceUnprintable(part, escape)));
}

/** A value as JSON, in which everything can be seen. */
export function terminalJson(value: unknown, indent?: number): TerminalText {
  return new EscapedText(visibleJson(value, indent));
}

/** JSON of the same meaning in which everything can be seen: JSON.stringify() leaves DEL, C1 and marks of direction as they are. */
export function visibleJson(value: unknown, indent?: number): string {
  const written = JSON.stringify(value, null, indent);
  return replaceUnprintable(written, (character) =>
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

declare const shown: unique symbol;

/** One line of a log; for loggers that want a string. */
export type LogLine = string & { readonly [shown]: true };

/** The part of a logger that is used: it takes no plain strings. */
export interface LineLog {
  info(line: LogLine): void;
  error(line: LogLine): void;
}

/** A message as one line of a log. */
export function logLine(message: string): LogLine {
  return visible(message) as LogLine;
}
