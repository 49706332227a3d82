import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { table } from '../../../src/cli/print.ts';
import type { Printout } from '../../../src/cli/print.ts';
import { printErr, printOut, printProgress } from '../../../src/cli/to-terminal.ts';
import { printError } from '../../../src/cli/print-error.ts';
import { OneRoofError } from '../../../src/contract/errors.ts';
import { logLine, terminal, terminalDocument, terminalJson, visibleJson } from '../../../src/text/terminal.ts';
import type { LineLog, TerminalText } from '../../../src/text/terminal.ts';
import { visible } from '../../../src/text/unprintable.ts';
import { actingCharacters, HOSTILE, LEGITIMATE, readBack } from '../../harness/hostile/hostile-text.ts';

/** Texts of every character, and of those that matter more often. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...HOSTILE.split(' '), '\\', '\\u{', 'u{1b}', '\ud800', '\udc00'),
    ),
  )
  .map((parts) => parts.join(''));

describe('what is written to a terminal', () => {
  it('shows every character that would act or hide, on the line where it stands', () => {
    expect(visible('a\u001b[31m\u202eb\nc\u0085')).toBe('a\\u{1b}[31m\\u{202e}b\\u{a}c\\u{85}');
    expect(visible('C:\\users \\u{1b}')).toBe('C:\\users \\u{5c}u{1b}');
    expect(visible(LEGITIMATE)).toBe(LEGITIMATE);
  });

  it('is one line for each text, and shows exactly that text', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1 }), (texts) => {
        const lines = String(terminal(...texts)).split('\n');
        expect(lines.map(readBack)).toEqual(texts);
        expect(actingCharacters(lines.join(''))).toEqual([]);
      }),
    );
  });

  it('keeps its lines where it is made of what was made before', () => {
    const inner = terminal('a', 'b\nc');
    expect(String(terminal('x', inner, inner))).toBe('x\na\nb\\u{a}c\na\nb\\u{a}c');
  });

  it('keeps the lines of a document, and nothing else that acts', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = String(terminalDocument(text));
        expect(actingCharacters(shown)).toEqual([]);
        expect(String(terminalDocument(shown))).toBe(shown);
      }),
    );
    expect(String(terminalDocument('name: \\u{1b}'))).toBe('name: \\u{1b}');
    expect(String(terminalDocument('a:\n\t- b\u001b'))).toBe('a:\n\t- b\\u{1b}');
  });

  it('is JSON of the same meaning', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ stringUnit: 'binary' }),
        fc.constantFrom(undefined, 2),
        anyText,
        (value, indent, text) => {
          const shown = String(terminalJson([value, text], indent));
          expect(JSON.parse(shown)).toEqual(JSON.parse(JSON.stringify([value, text])));
          expect(actingCharacters(shown)).toEqual([]);
          expect(visibleJson([value, text], indent)).toBe(shown);
          if (indent === undefined) expect(shown).not.toContain('\n');
        },
      ),
    );
  });

  it('is a table whose cells stay in their row and column', () => {
    const shown = String(table(['name', 'n'], [[HOSTILE, 1], ['a', 20]])); // prettier-ignore
    expect(shown.split('\n')).toHaveLength(3);
    expect(new Set(shown.split('\n').map(({ length }) => length)).size).toBe(1);
    expect(actingCharacters(shown)).toEqual([]);
    expect(shown).toContain(visible(HOSTILE));
    expect(String(table(['name'], [['x\t\ufeff']]))).toBe('name\nx\\u{9}\\u{feff}');
  });

  it('is an error, whoever wrote what it says', () => {
    const known = new OneRoofError('ONE_ROOF_BAD_REQUEST', HOSTILE, {
      expected: HOSTILE,
      found: HOSTILE,
      fix: HOSTILE,
      problems: [{ line: 1, column: 1, path: HOSTILE, message: HOSTILE }],
      obstacles: [{ collection: HOSTILE, explanation: HOSTILE }],
    });
    for (const [thrown, lines] of [
      [known, 6],
      [new Error(HOSTILE), 1],
      [HOSTILE, 1],
    ] as const) {
      // prettier-ignore
      const text = String(printError(thrown, false).text);
      expect(text.split('\n')).toHaveLength(lines);
      expect(actingCharacters(text)).toEqual([]);
      expect(actingCharacters(String(printError(thrown, true).text))).toEqual([]);
    }
    expect(logLine(HOSTILE)).toBe(visible(HOSTILE));
  });

  it('is never a plain string: the compiler refuses it', () => {
    for (const print of [printOut, printErr, printProgress])
      expectTypeOf(print).parameter(0).toEqualTypeOf<TerminalText>();
    expectTypeOf<string>().not.toExtend<TerminalText>();
    expectTypeOf<{ toString(): string }>().not.toExtend<TerminalText>();
    expectTypeOf<TerminalText>().toEqualTypeOf<Printout['text']>();
    expectTypeOf<string>().not.toExtend<Parameters<LineLog['info']>[0]>();
  });
});
