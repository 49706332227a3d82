import { readSync } from 'node:fs';
import { SealError } from '../seal-error.ts';

/** One line of a text: its bytes as a byte string without its ending, which is '' only for a last line that has none. */
export interface Line {
  number: number;
  text: string;
  ending: string;
}

/** A name of 4096 bytes, each escaped, and the longest digest fit into half of it. */
const MAX_LINE = 32 * 1024;

const CHUNK = 64 * 1024;

/** Piece by piece, the bytes of an open file as byte strings. */
export function* readPieces(descriptor: number): Generator<string> {
  const buffer = Buffer.allocUnsafeSlow(CHUNK);
  for (;;) {
    const read = readSync(descriptor, buffer, 0, CHUNK, null);
    if (read === 0) return;
    yield buffer.toString('latin1', 0, read);
  }
}

/**
 * The lines of a text that comes in pieces.
 *
 * @param subject what the file is called in errors.
 * @param returns whether a carriage return alone ends a line, as it does in BagIt's tag files. Elsewhere it is part of a name.
 * @throws SealError for a line that is too long, and where `maxBytes` are exceeded.
 */
export function* readLines(
  pieces: Iterable<string>,
  subject: string,
  returns: boolean,
  maxBytes: number,
): Generator<Line> {
  const ending = returns ? /\r\n|\n|\r/g : /\r?\n/g;
  let rest = '';
  let number = 0;
  let total = 0;
  for (const piece of pieces) {
    total += piece.length;
    if (total > maxBytes) {
      throw new SealError(`${subject} is too large`, { subject, expected: `at most ${maxBytes} bytes`, found: 'more' });
    }
    const text = rest + piece;
    let from = 0;
    ending.lastIndex = 0;
    for (let match = ending.exec(text); match !== null; match = ending.exec(text)) {
      // A carriage return at the end of a piece may belong to a line feed at the start of the next one.
      if (match[0] === '\r' && ending.lastIndex === text.length) break;
      yield { number: ++number, text: flat(text.slice(from, match.index)), ending: match[0] };
      from = ending.lastIndex;
    }
    rest = text.slice(from);
    if (rest.length > MAX_LINE) {
      throw new SealError(`${subject}, line ${number + 1} is too long`, {
        subject,
        line: number + 1,
        expected: `at most ${MAX_LINE} bytes`,
      });
    }
  }
  if (rest === '') return;
  const returned = returns && rest.endsWith('\r');
  yield { number: number + 1, text: flat(returned ? rest.slice(0, -1) : rest), ending: returned ? '\r' : '' };
}

/** The same text in memory of its own: a slice would keep the whole piece that it was cut out of. */
function flat(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}
