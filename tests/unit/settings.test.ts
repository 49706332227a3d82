import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cloneNames } from '../../src/governance/environment/clone-pattern.ts';
import { readSettings } from '../../src/governance/settings/settings.ts';

describe('the settings', () => {
  it('have safe defaults', () => {
    expect(readSettings({})).toEqual({
      readDatabases: null,
      readRoles: [],
      requestRoles: [],
      publicRead: false,
      publicUrl: null,
      clonePattern: '^directus_gov_test_[0-9a-z_]+$',
      keepWritesDays: 365,
      poolShare: 0.3,
      trustFile: join(process.cwd(), 'one-roof.trust'),
      excludedTables: ['spatial_ref_sys', 'sysdiagrams'],
    });
  });

  it('read lists as text and as the arrays that Directus makes of them', () => {
    expect(
      readSettings({ ONE_ROOF_READ_ROLES: 'a, b ,', ONE_ROOF_READ_DATABASES: ['x', 'y'], DB_EXCLUDE_TABLES: 'one' }),
    ).toMatchObject({
      readRoles: ['a', 'b'],
      readDatabases: ['x', 'y'],
      excludedTables: ['one'],
    });
  });

  it.each([
    [true, true],
    ['true', true],
    ['false', false],
    ['', false],
    [false, false],
  ])('read the flag %j as %j', (value, expected) => {
    expect(readSettings({ ONE_ROOF_PUBLIC_READ: value }).publicRead).toBe(expected);
  });

  it.each([
    ['the file of the configuration', {}, '/srv/cms/.env', '/srv/cms/one-roof.trust'],
    ['a setting that is empty', { ONE_ROOF_TRUST_FILE: '' }, '/srv/cms/.env', '/srv/cms/one-roof.trust'],
    ['a file that the setting names', { ONE_ROOF_TRUST_FILE: '/etc/trusted' }, '/srv/cms/.env', '/etc/trusted'],
  ])('find the trust file beside %s', (_title, environment, configuration, expected) => {
    expect(readSettings(environment, configuration).trustFile).toBe(expected);
  });

  it('put a pattern together again that Directus took for a list', () => {
    expect(readSettings({ ONE_ROOF_CLONE_PATTERN: ['^clone_[0-9]{1', '3}$'] }).clonePattern).toBe('^clone_[0-9]{1,3}$');
  });

  it('take a clone pattern for the whole name, also one with alternatives', () => {
    const names = cloneNames('^nothing|mydirectus|x$');
    expect(['nothing', 'mydirectus', 'x'].map((name) => names?.test(name))).toEqual([true, true, true]);
    expect(['nothing_else', 'mydirectus_live', 'not_x', 'amydirectus'].map((name) => names?.test(name))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it.each([
    ['ONE_ROOF_PUBLIC_READ', 'yes'],
    ['ONE_ROOF_PUBLIC_READ', 1],
    ['ONE_ROOF_CLONE_PATTERN', 'directus_gov_test_'],
    ['ONE_ROOF_CLONE_PATTERN', '^($'],
    ['ONE_ROOF_CLONE_PATTERN', '^a)|(?:b$'],
    ['ONE_ROOF_CLONE_PATTERN', '^a\\$'],
    ['ONE_ROOF_READ_ROLES', { a: 1 }],
    ['ONE_ROOF_REQUEST_ROLES', { a: 1 }],
    ['ONE_ROOF_REQUEST_ROLES', true],
    ['ONE_ROOF_REQUEST_ROLES', 'Clerks\u0007'],
    ['ONE_ROOF_REQUEST_ROLES', 'x'.repeat(256)],
  ])('refuse %s=%j by name: what cannot be read is not guessed', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(
      expect.objectContaining({
        code: 'ONE_ROOF_NOT_READY',
        extensions: expect.objectContaining({ subject: name }) as unknown,
      }),
    );
  });
});
