import { expect, it } from 'vitest';
import { printError } from '../../../src/cli/print-error.ts';
import { SealError } from '../../../src/seal/seal-error.ts';

it('a packet that is there already is told with what to do, as a refusal', () => {
  const thrown = new SealError('./REL-1 is there already', {
    expected: 'a folder that does not exist yet',
    found: 'one that does',
    fix: 'Give another name.',
  });
  const { exitCode, text } = printError(thrown, false);
  expect({ exitCode, text: String(text) }).toEqual({
    exitCode: 3,
    text: 'one-roof: ./REL-1 is there already\n  expected: a folder that does not exist yet\n  found:    one that does\n  to do:    Give another name.',
  });
  expect(JSON.parse(String(printError(thrown, true).text))).toMatchObject({
    errors: [{ extensions: { code: 'ONE_ROOF_PRECONDITION_FAILED' } }],
  });
});

it('a database that is not there is told with how a clone is made', () => {
  const thrown = Object.assign(new Error('database "CLONE" does not exist'), { code: '3D000' });
  const { exitCode, text } = printError(thrown, false);
  expect(exitCode).toBe(1);
  expect(String(text)).toMatch(/^one-roof: database "CLONE" does not exist\n {2}expected: .*\n {2}to do: .*createdb/);
});
