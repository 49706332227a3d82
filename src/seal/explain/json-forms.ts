import { bytePath as byteString, pathText as textOf } from '../folder/byte-path.ts';
import type { Repair } from './repair.ts';

/** A JSON value with its scalars as they are written: a number that is written anew may be another one. */
type Written = string | { items: Written[] } | { members: [string, Written][] };

/** How programs write JSON: the indent of a level, null for one line; what separates items, and a key from its value. */
interface Style {
  name: string;
  indent: string | null;
  comma: string;
  colon: string;
}

const STYLES: readonly Style[] = [
  { name: 'without spaces', indent: null, comma: ',', colon: ':' },
  { name: 'on one line', indent: null, comma: ', ', colon: ': ' },
  ...[1, 2, 3, 4, 8].map((spaces) => ({
    name: `indented by ${spaces}`,
    indent: ' '.repeat(spaces),
    comma: ',',
    colon: ': ',
  })),
  { name: 'indented by tabs', indent: '\t', comma: ',', colon: ': ' },
];

/** Undoes the escaping and unescaping of characters in JSON, and its writing anew in another style. */
export function* jsonForms(current: string): Generator<Repair> {
  const written = readJson(current);
  if (written === null) return;
  const escapings: [string, string][] = [
    ['characters outside ASCII were escaped as \\u…', unescaped(current)],
    ['escaped characters were written as themselves', escaped(current, false)],
    ['escaped characters were written as themselves', escaped(current, true)],
  ];
  const end = /[\r\n]*$/.exec(current)?.[0] ?? '';
  for (const [message, sealed] of escapings)
    if (sealed !== current) yield { class: 'json_ensure_ascii_drift', message, sealed };
  for (const style of STYLES) {
    for (const sorted of [false, true]) {
      const text = write(sorted ? sortedKeys(written) : written, style, '\n');
      const message = `JSON that was written ${style.name}${sorted ? ', keys sorted,' : ''} was written anew`;
      for (const form of new Set([text, unescaped(text), escaped(text, false)])) {
        for (const tail of new Set([end, '', '\n'])) {
          const kind = form === text || form + tail === current ? 'json_reformatted' : 'json_ensure_ascii_drift';
          yield {
            class: kind === 'json_ensure_ascii_drift' && !sameSpaces(form, current) ? 'json_reformatted' : kind,
            message,
            sealed: form + tail,
          };
        }
      }
    }
  }
}

function sameSpaces(one: string, other: string): boolean {
  return one.replace(/[^\s]/g, '') === other.replace(/[^\s]/g, '');
}

/** The same text for every way to write the same JSON: no white space, sorted keys, nothing escaped that need not be. Null for no JSON. */
export function jsonMeaning(bytes: string): string | null {
  const written = readJson(bytes);
  return written === null
    ? null
    : unescaped(write(sortedKeys(written), { name: '', indent: null, comma: ',', colon: ':' }, ''));
}

/** Like `jsonMeaning`, but nothing but escapes is evened out. */
export function jsonUnescaped(bytes: string): string | null {
  return readJson(bytes) === null ? null : unescaped(bytes);
}

function readJson(bytes: string): Written | null {
  const text = textOf(bytes);
  // A scalar has only one form.
  if (text === null || !/^\s*[{[]/.test(text)) return null;
  try {
    JSON.parse(text);
    return readValue((bytes.match(/"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/gs) ?? [])[Symbol.iterator]());
  } catch {
    return null; // No JSON, or nested too deeply to be worth it.
  }
}

/** Reads one value of tokens that are known to be JSON. A closing bracket comes back as itself. */
function readValue(tokens: Iterator<string, undefined>): Written {
  const token = tokens.next().value ?? '';
  if (token === '[') {
    const items: Written[] = [];
    for (let item = readValue(tokens); item !== ']'; item = readValue(tokens)) if (item !== ',') items.push(item);
    return { items };
  }
  if (token === '{') {
    const members: [string, Written][] = [];
    for (let key = readValue(tokens); key !== '}'; key = readValue(tokens)) {
      if (key === ',' || typeof key !== 'string') continue;
      tokens.next();
      members.push([key, readValue(tokens)]);
    }
    return { members };
  }
  return token;
}

function write(value: Written, style: Style, newline: string): string {
  if (typeof value === 'string') return value;
  const [open, close, parts] =
    'items' in value
      ? ['[', ']', value.items.map((item) => write(item, style, newline + (style.indent ?? '')))]
      : [
          '{',
          '}',
          value.members.map(
            ([key, member]) => key + style.colon + write(member, style, newline + (style.indent ?? '')),
          ),
        ];
  if (parts.length === 0 || style.indent === null) return open + parts.join(style.comma) + close;
  const inner = newline + style.indent;
  return open + inner + parts.join(style.comma + inner) + newline + close;
}

function sortedKeys(value: Written): Written {
  if (typeof value === 'string') return value;
  if ('items' in value) return { items: value.items.map(sortedKeys) };
  const members = value.members.map(([key, member]): [string, Written] => [key, sortedKeys(member)]);
  return { members: members.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)) };
}

/** Characters outside ASCII that are escaped, as themselves, in UTF-8. */
function unescaped(bytes: string): string {
  return bytes.replace(/((?:^|[^\\])(?:\\\\)*)((?:\\u[0-9A-Fa-f]{4})+)/g, (_, before: string, run: string) => {
    const text = run.replace(/\\u([0-9A-Fa-f]{4})/g, (one, hex: string) =>
      parseInt(hex, 16) < 0x80 ? one : String.fromCharCode(parseInt(hex, 16)),
    );
    return before + byteString(text);
  });
}

/** Every character outside ASCII as `\uXXXX`. */
function escaped(bytes: string, upper: boolean): string {
  return (textOf(bytes) ?? bytes).replace(/[\x80-\uffff]/g, (unit) => {
    const hex = unit.charCodeAt(0).toString(16).padStart(4, '0');
    return `\\u${upper ? hex.toUpperCase() : hex}`;
  });
}
