import { describe, expect, it } from 'vitest';
import { ROUTES } from '../../../src/contract/routes.ts';
import { parseQuery } from '../../../src/endpoints/one-roof/parse-query.ts';

const gaps = (query: string) => parseQuery(ROUTES.coverageGaps.query, `/one-roof/v1/coverage/gaps?${query}`);

describe('the query of a request', () => {
  it('has the defaults of its route, and what was asked for', () => {
    expect(gaps('')).toEqual({ sort: 'object_ref', limit: 100 });
    expect(gaps('limit=007&scope=audit&sort=-since&cursor=abc&access_token=t')).toEqual({
      limit: 7,
      scope: 'audit',
      sort: '-since',
      cursor: 'abc',
    });
  });

  it('may have a parameter several times where it is a list', () => {
    const whatIf = (query: string) => parseQuery(ROUTES.whatIf.query, `/one-roof/v1/coverage/what-if?${query}`);
    expect(whatIf('')).toEqual({ retire: [], move: [], limit: 100 });
    expect(whatIf('retire=GOV-A&move=a:b:GRP-1&retire=scope:audit&move=c:~none')).toMatchObject({
      retire: ['GOV-A', 'scope:audit'],
      move: ['a:b:GRP-1', 'c:~none'],
    });
    for (const wrong of [
      'retire=group:x',
      'retire=',
      'move=agents',
      'move=:GRP-1',
      'move=agents:',
      'retire[]=GOV-A',
      'limit=1&limit=2',
    ]) {
      expect(() => whatIf(wrong), wrong).toThrow(expect.objectContaining({ code: 'ONE_ROOF_BAD_REQUEST' }));
    }
  });

  // What was expected is said once: it is not the message again.
  it.each([
    ['limit[]=1', 'limit', 'one number', 'a list or an object'],
    ['limit=1&limit=2', 'limit', 'one number', 'a list or an object'],
    ['limit=0x2', 'limit', 'one number', '0x2'],
    ['limit=1e0', 'limit', 'one number', '1e0'],
    ['limit=', 'limit', 'one number', ''],
    ['limit=-1', 'limit', 'at least 1', '-1'],
    ['limit=501', 'limit', 'at most 500', '501'],
    ['sort=colour', 'sort', 'object_ref, -object_ref, scope, -scope, since, -since', 'colour'],
    ['cursor=', 'cursor', 'at least 1 character', ''],
    ['cursor=a%00', 'cursor', 'plain text', 'a\0'],
    ['scope=a%00', 'scope', '/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/', 'a\0'],
    ['scope[constructor]=x', 'scope', 'one text', 'a list or an object'],
    ['colour=red', 'colour', 'one of group, scope, search, planned_owner, sort, limit, cursor', 'red'],
    ['constructor=x', 'constructor', 'one of group, scope, search, planned_owner, sort, limit, cursor', 'x'],
    ['__proto__=x', '__proto__', 'one of group, scope, search, planned_owner, sort, limit, cursor', 'x'],
    [
      'toString[a]=x',
      'toString',
      'one of group, scope, search, planned_owner, sort, limit, cursor',
      'a list or an object',
    ],
  ])('%j is refused, naming %s', (query, subject, expected, found) => {
    expect(() => gaps(query)).toThrow(
      expect.objectContaining({
        code: 'ONE_ROOF_BAD_REQUEST',
        message: expect.stringContaining(subject) as string,
        extensions: { subject, expected, found },
      }),
    );
  });

  it('refuses an object that no text can be', () => {
    expect(() => parseQuery(ROUTES.ownershipDetail.query, '/x?object=%00')).toThrow(
      'object: has no NUL character in it',
    );
    expect(() => parseQuery(ROUTES.ownershipDetail.query, '/x')).toThrow(
      expect.objectContaining({ extensions: { subject: 'object', expected: 'one text', found: 'nothing' } }),
    );
  });

  it('refuses every parameter where there is none', () => {
    expect(() => parseQuery(ROUTES.plan.query, '/x?limit=1')).toThrow(
      expect.objectContaining({ extensions: { subject: 'limit', expected: 'no parameter', found: '1' } }),
    );
  });
});
