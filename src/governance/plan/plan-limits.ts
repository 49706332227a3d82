import { Lexer } from 'yaml';
import { MAX_PLAN_LENGTH } from '../../contract/answers/what-if.ts';

/** How deep a plan may be nested. The form of a plan needs five levels. */
export const MAX_PLAN_DEPTH = 20;
/** How many keys and values a plan may have. */
const MAX_PLAN_NODES = 100_000;
/** How many lines it may have. */
const MAX_PLAN_LINES = 200_000;

/** Place at which a plan is too large to be read, with the reason. */
export interface Excess {
  offset: number;
  message: string;
}

/**
 * Measures a plan before it is parsed: what is too long, too deep or of too many parts would take a parser long, and much memory. It
 * goes by the tokens of YAML, once and without recursion, and stops where a limit is passed. Null: within the limits.
 */
export function excessOf(source: string): Excess | null {
  const { length } = source;
  if (length > MAX_PLAN_LENGTH) {
    return {
      offset: 0,
      message: `a plan has at most ${grouped(MAX_PLAN_LENGTH)} characters, this one has ${grouped(length)}`,
    };
  }
  const depth = new Depth();
  let nodes = 0;
  let lines = 0;
  let commas = 0;
  let offset = 0;
  for (const token of new Lexer().lex(source)) {
    if (MARKERS.has(token)) continue; // stand for something in the text, and are not in it
    depth.pass(token);
    if (depth.levels > MAX_PLAN_DEPTH)
      return { offset, message: `a plan is nested at most ${MAX_PLAN_DEPTH} levels deep` };
    if (/^\r?\n$/.test(token) && (lines += 1) > MAX_PLAN_LINES) {
      return { offset, message: `a plan has at most ${grouped(MAX_PLAN_LINES)} lines` };
    }
    // Each separates two values. A parser recovers from every one that does not, at a cost.
    if (token === ',' && (commas += 1) > nodes + 1)
      return { offset, message: 'a comma stands where a value is expected' };
    if (!STRUCTURE.test(token) && (nodes += 1) > MAX_PLAN_NODES) {
      return { offset, message: `a plan has at most ${grouped(MAX_PLAN_NODES)} keys and values` };
    }
    offset += token.length;
  }
  return null;
}

/** A byte order mark, the start of a document, the end of a broken flow, the start of a scalar. */
const MARKERS = new Set(['\u0002', '\u0018', '\u001f']);
/** Space, ends of lines, comments, and the signs between keys and values. An opening bracket is a value. */
const STRUCTURE = /^(?:\s+|#.*|[\]}:,?-])$/;

/** How deep the tokens of YAML are nested: by indentation, by `-` and `?` on one line, by brackets. */
class Depth {
  #column = 0;
  #brackets = 0;
  #begins = true;
  readonly #indents: number[] = [];

  get levels(): number {
    return this.#indents.length + this.#brackets;
  }

  pass(token: string): void {
    if (token === '\n' || token === '\r\n') {
      this.#column = 0;
      this.#begins = true;
      return;
    }
    if (this.#brackets === 0 && this.#begins && !/^[\s#]/.test(token)) this.#begin(token);
    if (token === '[' || token === '{') this.#brackets += 1;
    if ((token === ']' || token === '}') && this.#brackets > 0) this.#brackets -= 1;
    this.#column += token.length;
  }

  /** Something begins here: within what begins further to the left. */
  #begin(token: string): void {
    while ((this.#indents.at(-1) ?? -1) >= this.#column) this.#indents.pop();
    this.#indents.push(this.#column);
    this.#begins = token === '-' || token === '?';
  }
}

/** Tells whether a JSON value is nested deeper than a plan may be. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= MAX_PLAN_DEPTH; depth += 1) {
    level = level.flatMap((one): unknown[] => (typeof one === 'object' && one !== null ? Object.values(one) : []));
    if (level.length === 0) return false;
  }
  return true;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
