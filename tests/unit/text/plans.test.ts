import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Document, parse } from 'yaml';
import type { OneRoofError } from '../../../src/contract/errors.ts';
import { readPlan } from '../../../src/governance/plan/read-plan.ts';
import { changesText, parseChanges } from '../../../src/governance/release/packet/release-changes.ts';
import { renderRelease } from '../../../src/governance/release/packet/release-source.ts';
import { visibleYaml } from '../../../src/text/yaml.ts';
import { actingCharacters, HOSTILE, LEGITIMATE } from '../../harness/hostile/hostile-text.ts';

const anyText = fc
  .array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(...HOSTILE.split(' '), '\u202e', '\u001b', '\n', '\\u202e', '"', "'", '#', ': ')))
  .map((parts) => parts.join('')); // prettier-ignore

describe('a plan', () => {
  it('is written so that everything in it can be seen, and means the same', () => {
    fc.assert(
      fc.property(fc.dictionary(anyText, anyText), anyText, (values, comment) => {
        const document = new Document({ ...values });
        document.commentBefore = comment;
        const text = visibleYaml(document, { lineWidth: 120 });
        expect(parse(text)).toEqual({ ...values });
        expect(actingCharacters(text)).toEqual([]);
      }),
      { examples: [[{}, '\r\n*']] },
    );
  });

  const plan = (name: string) => `one_roof: 1\nscopes:\n  policy: ${name}\n`;
  const problemsOf = (source: string) => {
    try {
      readPlan(source);
      return [];
    } catch (thrown) {
      return (thrown as OneRoofError).extensions['problems'] as { line: number; column: number; message: string }[];
    }
  };

  it.each(['\u202e', '\u001b', '\u009b', '\u2066', '\u200b', '\u0007'])('with a character that nobody sees is refused where it stands: %j', (character) => {
    expect(problemsOf(plan(`"a${character}b"`))[0]).toMatchObject({ line: 3, column: 13 });
    expect(problemsOf(`# ${character}\n${plan('a')}`)[0]?.message).toContain('cannot be seen: expected "\\u');
    expect(problemsOf(plan(`"a\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}b"`))).toEqual([]);
  }); // prettier-ignore

  it('may have what languages, emoji and editors put there', () => {
    expect(problemsOf(`\ufeff${plan(JSON.stringify(LEGITIMATE))}`.replaceAll('\n', '\r\n'))).toEqual([]);
  });
});

describe('a packet', () => {
  it('lists each cell on a line of its own, whatever it is named', () => {
    const cells = [{ object: HOSTILE, scope: HOSTILE, was: HOSTILE, will: HOSTILE }];
    const text = changesText(cells);
    expect(text.split('\n')).toHaveLength(2);
    expect(actingCharacters(text)).toEqual([]);
    const [cell] = parseChanges(text);
    expect(JSON.parse(`"${(cell?.object ?? '').replaceAll('"', '\\"')}"`)).toBe(HOSTILE);
  });

  it('has SQL in which everything can be seen', () => {
    const value = { owner: HOSTILE };
    const values = {
      release: 'REL-1',
      before: value,
      after: value,
      changes: [value],
      ended: [value],
      rows: [value],
      waivers: [value],
    };
    for (const file of ['30_ownership_seed.sql', '90_verify.sql', '00_preflight.sql']) {
      const sql = renderRelease(file, values);
      expect(actingCharacters(sql)).toEqual([]);
      expect(sql).toContain('\\\\u202e');
    }
  });
});
