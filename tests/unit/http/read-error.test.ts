import { describe, expect, it } from 'vitest';
import { OneRoofError } from '../../../src/contract/errors.ts';
import { DatabaseRefusal } from '../../../src/database/refusal.ts';
import { readError } from '../../../src/endpoints/one-roof/read-error.ts';

const ADMIN = { isAdmin: true, hasParameters: false };
const ANYBODY = { isAdmin: false, hasParameters: false };
const ASKING = { isAdmin: false, hasParameters: true };
const said = { message: 'Role directus may not', expected: 'CREATE', found: 'none', fix: 'GRANT CREATE ON DATABASE' };

describe('the error of a route', () => {
  it.each([
    new DatabaseRefusal('privilege_missing', said),
    new DatabaseRefusal('schema_newer', said),
    new DatabaseRefusal('database_not_allowed', said),
    new OneRoofError('ONE_ROOF_NOT_READY', 'connect ECONNREFUSED 10.0.0.1', { fix: 'see the log' }),
  ])('says what is wrong with us to administrators only: $message', (thrown) => {
    expect(readError(thrown, ADMIN)).toMatchObject({
      message: thrown.message,
      extensions: { fix: expect.any(String) as string },
    });
    expect(readError(thrown, ANYBODY)).toMatchObject({
      code: 'ONE_ROOF_NOT_READY',
      status: 503,
      message: 'One-Roof is not ready',
      extensions: {},
    });
  });

  it('leaves to everybody what they did wrong themselves', () => {
    const error = new OneRoofError('ONE_ROOF_NOT_FOUND', 'There is no object', { subject: 'x' });
    expect(readError(error, ANYBODY)).toBe(error);
  });

  it.each(['55P03', '57014'])('a timeout of PostgreSQL (%s) is 503: ask again', (code) => {
    expect(readError(Object.assign(new Error('canceling statement'), { code }), ANYBODY)).toMatchObject({
      code: 'ONE_ROOF_TIMED_OUT',
      status: 503,
    });
  });

  it('a value that PostgreSQL does not take is 400, where there was one', () => {
    const thrown = Object.assign(new Error('invalid byte sequence'), { code: '22021' });
    expect(readError(thrown, ASKING)).toMatchObject({ status: 400, extensions: { found: 'invalid byte sequence' } });
    expect(readError(thrown, ANYBODY)).toBeNull();
    expect(readError(Object.assign(new Error('x'), { code: '42P01' }), ASKING)).toBeNull();
    expect(readError(new Error('x'), ASKING)).toBeNull();
  });
});
