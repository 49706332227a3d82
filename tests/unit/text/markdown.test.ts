import fc from 'fast-check';
import { marked } from 'marked';
import type { Token, Tokens } from 'marked';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Call } from '../../../src/governance/ratification/requests/request-calls.ts';
import { changesOf } from '../../../src/governance/release/packet/release-changes.ts';
import { ownerRunbook } from '../../../src/governance/release/packet/runbooks/owner-runbook.ts';
import { packetReadme } from '../../../src/governance/release/packet/runbooks/packet-readme.ts';
import type { PacketFacts } from '../../../src/governance/release/packet/runbooks/packet-facts.ts';
import { codeBlock, codeSpan, markdown, markdownList, markdownTable, paragraphs } from '../../../src/text/markdown.ts';
import type { Markdown, MarkdownValue } from '../../../src/text/markdown.ts';
import { actingCharacters, HOSTILE, LEGITIMATE, readBack } from '../../harness/hostile/hostile-text.ts';
import { COUNTS } from '../releases/lint/packet.ts';

/** Texts of what Markdown acts on, in every order. */
const anyText = fc
  .array(
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.string({
          unit: fc.constantFrom(...Array.from('\\`*_{}[]()<>|#+-.!~&@:/="$^ \n\t01ax\u202e\u001b')),
        }),
      },
      fc.constantFrom(
        ...HOSTILE.split(' '),
        'https://a.b',
        'www.a.b',
        'WWW.a.b',
        'ftp://a.b',
        'a@b.c',
        '1. ',
        '- ',
        '    x',
        '---',
        '&#x41;',
        '[x]: y',
      ),
      fc.string({ unit: 'binary' }),
    ),
    { minLength: 1 },
  ) // prettier-ignore
  .map((parts) => parts.join(''))
  .filter((text) => text !== '');

/** The Markdown as Directus reads it. */
const tokensOf = (text: Markdown) => marked.lexer(String(text));

/** The text that a reader sees of inline Markdown; fails at whatever is not text. */
function plainText(tokens: readonly Token[] | undefined): string {
  return (tokens ?? [])
    .map((token) => {
      expect(['text', 'escape']).toContain(token.type);
      return token.type === 'text' ? decoded(token.raw) : (token as Tokens.Escape).text;
    })
    .join('');
}

const decoded = (text: string) => text.replaceAll('&#32;', ' ');

/** Every kind of thing that a document has in it. */
function kindsIn(text: Markdown): Set<string> {
  const kinds = new Set<string>();
  void marked.walkTokens(tokensOf(text), ({ type }) => void kinds.add(type));
  return kinds;
}

describe('Markdown', () => {
  it('shows exactly the text that somebody wrote, as one text, wherever it stands', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const [paragraph, ...more] = tokensOf(paragraphs(text));
        expect(more).toEqual([]);
        expect(paragraph?.type).toBe('paragraph');
        expect(readBack(plainText((paragraph as Tokens.Paragraph).tokens))).toBe(text);
        expect(actingCharacters(String(paragraphs(text)))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('shows it in headings, lists and tables alike', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const [heading] = tokensOf(markdown`## ${text} and more`);
        expect(readBack(plainText((heading as Tokens.Heading).tokens))).toBe(`${text} and more`);
        const [list] = tokensOf(markdownList([text, 'b']));
        const items = (list as Tokens.List).items.map(({ tokens }) =>
          tokens.flatMap((token) => ('tokens' in token ? token.tokens : [token])),
        );
        expect(items.map((tokens) => readBack(plainText(tokens)))).toEqual([text, 'b']);
        const [table] = tokensOf(markdownTable(['a', 'b'], [[text, 'x']])); // prettier-ignore
        const [row] = (table as Tokens.Table).rows;
        expect(row?.map(({ tokens }) => readBack(plainText(tokens)))).toEqual([text, 'x']);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps code in its span or block', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const [paragraph, ...more] = tokensOf(paragraphs(codeSpan(text)));
        const tokens = (paragraph as Tokens.Paragraph).tokens;
        expect(more).toEqual([]);
        if (tokens.length === 1 && tokens[0]?.type === 'codespan')
          expect((tokens[0] as Tokens.Codespan).text).toBe(text);
        else expect(readBack(plainText(tokens))).toBe(text);
        const blocks = tokensOf(paragraphs(codeBlock('x', text, 'y'), 'after'));
        expect(blocks.filter(({ type }) => type !== 'space').map(({ type }) => type)).toEqual(['code', 'paragraph']);
        expect((blocks[0] as Tokens.Code).text.split('\n').at(-1)).toBe('y');
        expect(actingCharacters(String(paragraphs(codeSpan(text), codeBlock(text))))).toEqual([]);
      }),
      { numRuns: 500, examples: [['```'], ['a\n````\nb']] },
    );
  });

  it('leaves what languages and emoji need', () => {
    expect(String(paragraphs(LEGITIMATE))).toBe(LEGITIMATE);
  });

  it('is what is made of a release whose title, cells and files say anything', () => {
    const facts: PacketFacts = {
      release: 'REL-1',
      kind: 'change',
      title: HOSTILE,
      counts: COUNTS,
      changes: changesOf(
        [{ object: `collection:${HOSTILE}`, scope: HOSTILE, was: HOSTILE, will: `owned_direct ${HOSTILE}` }],
        [{ code: HOSTILE, name: HOSTILE }],
      ),
      tiers: [],
      files: [HOSTILE],
      rollbackCommand: `one-roof release rollback ${HOSTILE}`,
      created: '2026-11-21',
    };
    for (const text of [ownerRunbook(facts), ownerRunbook(facts, HOSTILE), packetReadme(facts)]) {
      const kinds = kindsIn(text);
      for (const kind of ['html', 'link', 'image', 'em', 'del', 'blockquote', 'hr']) expect(kinds).not.toContain(kind);
      expect(actingCharacters(String(text))).toEqual([]);
      const headings = tokensOf(text).filter(({ type }) => type === 'heading');
      expect(headings.map((heading) => (heading as Tokens.Heading).text)).not.toContain('heading');
    }
  });

  it('is never a plain string: the compiler refuses it', () => {
    expectTypeOf<string>().not.toExtend<Markdown>();
    expectTypeOf<string>().not.toExtend<Call['message']>();
    expectTypeOf<string>().not.toExtend<Call['subject']>();
    expectTypeOf(ownerRunbook).returns.toEqualTypeOf<Markdown>();
    expectTypeOf<string>().toExtend<MarkdownValue>();
  });
});
