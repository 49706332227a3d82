import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../src/contract/commands.ts';
import { PlainJson } from '../../../src/contract/vocabulary.ts';

describe('JSON that PostgreSQL is to hold', () => {
  it.each([
    {},
    { a: [1, null, true, { 'b c': '𝅘𝅥𝅱 ok' }] },
    { depth: JSON.parse('['.repeat(20_000) + ']'.repeat(20_000)) as unknown },
  ])('is taken as it is', (value) => {
    expect(PlainJson.safeParse(value).success).toBe(true);
  });

  it.each([{ a: 'x\0' }, { 'a\0': 1 }, { a: [{ b: { '\0': [] } }] }, { a: ['\ud800'] }, { '\udc00x': 1 }])(
    'is refused where a text or a name in it cannot be kept: %j',
    (value) => {
      expect(PlainJson.safeParse(value).error?.issues[0]?.message).toBe(
        'has no NUL character and no unpaired surrogate in it',
      );
    },
  );

  it.each(['evidence', 'proposed_action'])('is what a request has as %s', (name) => {
    const filed = COMMANDS.createRequest.body.safeParse({
      code: 'APR-1',
      subject: 'x',
      title: 'x',
      [name]: { a: { b: '\0' } },
    });
    expect(filed.error?.issues.map(({ path }) => path)).toEqual([[name]]);
  });
});
