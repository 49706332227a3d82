import fc from 'fast-check';

/** Texts that broke programs before: what parsers, databases, terminals and prototypes give a meaning of their own. */
const INFAMOUS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\udfff\ud800',
  '\u202e\u0085\u2028',
  '\u001b[2J',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'NaN',
  '-0',
  '1e999',
  '9223372036854775808',
  '99999999999999999999999999',
  '%',
  '%00',
  '%zz',
  '%ED%A0%80',
  `'; drop schema one_roof cascade; --`,
  '$1',
  '{{$trigger}}',
  '../../etc/passwd',
  '/dev/null/x',
  'collection:',
  ':agents',
  '~none',
  '2026-02-30T25:61:61.000Z',
  '+275760-09-13T00:00:00.001Z',
  '\\',
  '"',
  '\r\nX: y',
  '￿'.repeat(3),
];

/** Any text: short and wild, infamous, or huge. */
export const wildText = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...INFAMOUS) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('a', '%', '\0', '[', '漢', ' '), fc.nat(30_000))
      .map(([of, times]) => of.repeat(times)),
  },
);

const number = fc.oneof(
  fc.double(),
  fc.maxSafeInteger(),
  fc.constantFrom(0, -1, 2 ** 31, 2 ** 63, 1e308, Number.MIN_VALUE),
);

const nested = fc
  .tuple(fc.integer({ min: 1, max: 3000 }), fc.boolean())
  .map(([depth, list]) => Array.from({ length: depth }).reduce<unknown>((inner) => (list ? [inner] : { a: inner }), 1));

/** Any value that JSON can say, deep and with names that objects have by themselves. */
export const wildJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: wildText },
  { weight: 2, arbitrary: number },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}) },
  { weight: 2, arbitrary: fc.array(fc.oneof(wildText, number), { maxLength: 8 }) },
  { weight: 2, arbitrary: fc.dictionary(wildText, fc.oneof(wildText, number, fc.constant(null)), { maxKeys: 5 }) },
  { weight: 1, arbitrary: nested },
);

/** Bytes that a parser of a text format has to survive: a good text with something cut, doubled, exchanged or put in. */
export function damaged(good: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  const wound = fc.tuple(
    place,
    place,
    fc.oneof(wildText, fc.constantFrom('\n', '  ', '- ', ': ', '{', '[', '&a ', '*a', '!!js ', '---\n')),
  );
  return fc.tuple(good, fc.array(wound, { minLength: 1, maxLength: 4 })).map(([text, wounds]) =>
    wounds.reduce((before, [from, length, put]) => {
      const start = Math.floor(from * before.length);
      const end = start + Math.floor(length * 40);
      return before.slice(0, start) + put + before.slice(end);
    }, text),
  );
}

/** Something one time in so many, otherwise nothing. */
export function seldom<Value>(arbitrary: fc.Arbitrary<Value>, times: number): fc.Arbitrary<Value | null> {
  return fc.oneof({ weight: times - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
}
