import { describe, expect, it } from 'vitest';
import { chooseRun } from '../../../script/test/parts.ts';

describe('the part of the tests that options of `npm test` choose', () => {
  it('is everything without options', () => {
    expect(chooseRun({})).toEqual({
      projects: ['unit', 'database', 'directus', 'directus-12', 'browser', 'browser-12'],
      hosts: ['postgres-15', 'postgres-18', 'directus-11', 'directus-12', 'chromium'],
      postgres: 15,
    });
  });

  it('is the unit and database tests with --fast, on both majors of PostgreSQL', () => {
    expect(chooseRun({ fast: true })).toEqual({
      projects: ['unit', 'database'],
      hosts: ['postgres-15', 'postgres-18', 'directus-11'],
      postgres: 15,
    });
  });

  it.each([
    [
      '11',
      '15',
      { projects: ['directus', 'browser'], hosts: ['postgres-15', 'directus-11', 'chromium'], postgres: 15 },
    ],
    [
      '11',
      '18',
      { projects: ['directus', 'browser'], hosts: ['postgres-18', 'directus-11', 'chromium'], postgres: 18 },
    ],
    [
      '12',
      '15',
      { projects: ['directus-12', 'browser-12'], hosts: ['postgres-15', 'directus-12', 'chromium'], postgres: 15 },
    ],
    [
      '12',
      '18',
      { projects: ['directus-12', 'browser-12'], hosts: ['postgres-18', 'directus-12', 'chromium'], postgres: 18 },
    ],
  ])('is the tests of Directus %s on PostgreSQL %s, and no others', (directus, postgres, run) => {
    expect(chooseRun({ directus, postgres })).toEqual(run);
  });

  it('is both majors of Directus where only PostgreSQL is named, and PostgreSQL 15 where only Directus is', () => {
    expect(chooseRun({ postgres: '18' })).toMatchObject({
      projects: ['directus', 'directus-12', 'browser', 'browser-12'],
      postgres: 18,
    });
    expect(chooseRun({ directus: '12' })).toMatchObject({ projects: ['directus-12', 'browser-12'], postgres: 15 });
  });

  it.each([
    [{ directus: '13' }, 'There is no test on Directus 13, only on 11 and 12'],
    [{ postgres: '17' }, 'There is no test on PostgreSQL 17, only on 15 and 18'],
    [{ fast: true, directus: '12' }, '--fast runs no test of Directus: it takes no version'],
  ])('is nothing for %j', (options, message) => {
    expect(() => chooseRun(options)).toThrow(new RangeError(message));
  });
});
