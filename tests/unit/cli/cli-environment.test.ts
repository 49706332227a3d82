import { devNull } from 'node:os';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cliEnvironment } from '../../../src/hooks/lifecycle/cli-environment.ts';

// What Directus makes of the settings: lists become arrays, also those that are none.
const READ = {
  DB_EXCLUDE_TABLES: ['spatial_ref_sys', 'sysdiagrams'],
  DB_SEARCH_PATH: ['a', 'b'],
  DB_PORT: 5432,
  DB_SSL: true,
  DB_PASSWORD: undefined,
  ONE_ROOF_READ_DATABASES: ['x', 'y'],
  ONE_ROOF_CLONE_PATTERN: ['^c{1', '3}$'],
  SECRET: 'not ours',
};

describe('the environment of `directus one-roof …`', () => {
  it('has the settings that Directus has read, as text', () => {
    expect(cliEnvironment({}, READ)).toEqual({
      DB_EXCLUDE_TABLES: 'spatial_ref_sys,sysdiagrams',
      DB_SEARCH_PATH: 'a,b',
      DB_PORT: '5432',
      DB_SSL: 'true',
      ONE_ROOF_READ_DATABASES: 'x,y',
      ONE_ROOF_CLONE_PATTERN: '^c{1,3}$',
    });
  });

  it('leaves alone what is text in the environment already', () => {
    const text = { DB_PORT: '05432', ONE_ROOF_CLONE_PATTERN: '^c{1,,3}$', PATH: '/bin' };
    expect(cliEnvironment(text, READ)).toMatchObject(text);
  });

  it('passes on what a configuration program says, and does not run it again', () => {
    expect(cliEnvironment({ CONFIG_PATH: './config.cjs', DB_PORT: '1' }, READ)).toMatchObject({
      CONFIG_PATH: devNull,
      DB_PORT: '5432',
    });
  });

  it('says where the trust file is beside a configuration program', () => {
    const trust = (environment: object, read = {}) =>
      cliEnvironment({ CONFIG_PATH: '/srv/cms/config.cjs', ...environment }, read)['ONE_ROOF_TRUST_FILE'];
    expect(trust({})).toBe('/srv/cms/one-roof.trust');
    expect(trust({ CONFIG_PATH: './config.cjs' })).toBe(resolve('one-roof.trust'));
    expect(trust({ ONE_ROOF_TRUST_FILE: '' }, { ONE_ROOF_TRUST_FILE: '' })).toBe('/srv/cms/one-roof.trust');
    expect(trust({}, { ONE_ROOF_TRUST_FILE: '/etc/trusted' })).toBe('/etc/trusted');
  });
});
