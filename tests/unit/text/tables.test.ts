import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { codeowners, codeownersComment, codeownersRule } from '../../../src/text/codeowners.ts';
import type { CodeownersLine } from '../../../src/text/codeowners.ts';
import { csv } from '../../../src/text/csv.ts';
import { actingCharacters, HOSTILE, LEGITIMATE, readBack } from '../../harness/hostile/hostile-text.ts';

const anyText = fc
  .array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE.split(' '), '=', "'", '-', '@', '\n', '\r\n', '"', ',', ' ', '\u202e')))
  .map((parts) => parts.join('')); // prettier-ignore

/** The rules of a CODEOWNERS file: pattern and owners, as GitHub and GitLab read them. */
const rulesOf = (file: string) =>
  file
    .split(/\r\n|[\n\r\u0085\u2028\u2029]/)
    .filter((line) => !/^\s*(#|$)/.test(line))
    .map((line) => [...(line.match(/(?:\\.|[^\s\\])+/g) ?? [])]);

describe('a CODEOWNERS file', () => {
  it('has at most one rule for each path, and it means only that path', () => {
    fc.assert(
      fc.property(fc.array(anyText), (names) => {
        const file = codeowners(names.map((name) => codeownersRule(`/${name}`, ['@acme/a'])));
        expect(file.split('\n')).toHaveLength(names.length + 1);
        for (const [pattern = '', ...owners] of rulesOf(file)) {
          expect(owners).toEqual(['@acme/a']);
          expect(names.map((name) => `/${name}`)).toContain(pattern.replace(/\\(.)/g, '$1'));
          expect(pattern.replace(/\\./g, '')).not.toMatch(/[*?[\]#]/);
        }
        expect(actingCharacters(file)).toEqual([]);
      }),
    );
    expect(codeownersRule('/a b*.yaml', ['@a', 'b@example.com'])).toBe('/a\\ b\\*.yaml @a b@example.com');
    expect(codeownersRule(`/${LEGITIMATE}`, ['@a'])).toContain('Nguyễn');
  });

  it('says in a comment what no rule can say, and makes no rule of it', () => {
    expect(codeownersRule('/a\n* @attacker', ['@a'])).toBe('# /a\\u{a}* @attacker  no pattern can express this path');
    for (const owner of ['@a\n* @b', '@a @b', '#', 'a', '@a#x', '', '@\u202ea'])
      expect(rulesOf(codeowners([codeownersRule('/x', ['@ok', owner])]))).toEqual([]);
    expect(rulesOf(codeowners([codeownersComment(HOSTILE)]))).toEqual([]);
    expectTypeOf<string>().not.toExtend<CodeownersLine>();
  });
});

describe('CSV', () => {
  /** RFC 4180, read back: a row for each line, of fields of which some are quoted. */
  const parsed = (text: string): string[][] =>
    [...text.matchAll(/((?:"(?:[^"]|"")*"|[^"\r])*)\r\n/g)].map(([, line = '']) =>
      [...`${line},`.matchAll(/("(?:[^"]|"")*"|[^",]*),/g)].map(([, field = '']) =>
        field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field,
      ),
    );

  it('shows what was there, and no spreadsheet computes any of it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const [header, row] = parsed(csv([{ name: text, n: -1 }]));
        expect(header).toEqual(['name', 'n']);
        const [name = '', number] = row ?? [];
        expect(number).toBe('-1');
        expect(name).not.toMatch(/^\s*[=+\-@＝＋－＠]/);
        expect(readBack(/^'+\s*[=+\-@＝＋－＠]/.test(name) ? name.slice(1) : name)).toBe(text);
        expect(actingCharacters(name)).toEqual([]);
      }),
    );
    expect(csv([{ a: '=1', b: null, c: true, d: [1] }])).toBe("a,b,c,d\r\n'=1,,true,[1]\r\n");
    expect(csv([], ['a', 'b'])).toBe('a,b\r\n');
  });
});
