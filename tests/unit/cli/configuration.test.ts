import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfiguration } from '../../../src/cli/configuration.ts';

const folder = mkdtempSync(join(tmpdir(), 'one-roof-configuration-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const NONE = join(folder, 'none');
const BASE = {
  CONFIG_PATH: NONE,
  DB_CLIENT: 'pg',
  DB_HOST: 'h',
  DB_PORT: '5433',
  DB_DATABASE: 'd',
  DB_USER: 'u',
  DB_PASSWORD: 'p',
};

const withObjects = ({ extensions, ...error }: { message?: string; extensions?: object }) =>
  extensions === undefined ? error : { ...error, extensions: expect.objectContaining(extensions) as unknown };

describe('the configuration of the CLI', () => {
  it('is read from the variables of Directus', () => {
    expect(readConfiguration(BASE).database).toMatchObject({
      host: 'h',
      port: 5433,
      database: 'd',
      user: 'u',
      password: 'p',
      application_name: 'one-roof',
    });
  });

  it('a configuration file wins over the environment, as in Directus: .env, JSON and YAML', () => {
    for (const path of [
      file('.env', 'DB_DATABASE=from_file\n'),
      file('c.json', '{"DB_DATABASE":"from_file"}'),
      file('c.yaml', 'DB_DATABASE: from_file\n'),
    ]) {
      expect(readConfiguration({ ...BASE, CONFIG_PATH: path }).database.database).toBe('from_file');
    }
  });

  it('--database wins over both, and over the database in a connection string', () => {
    expect(readConfiguration(BASE, 'other')).toMatchObject({
      database: { database: 'other' },
      wantedDatabase: 'other',
    });
    for (const [string, rewritten] of [
      ['postgres://x:p%40w@y:5/z?sslmode=disable', 'postgres://x:p%40w@y:5/other?sslmode=disable'],
      ['postgresql://x@y', 'postgresql://x@y/other'],
    ] as const) {
      expect(readConfiguration({ ...BASE, DB_CONNECTION_STRING: string }, 'other')).toMatchObject({
        database: { connectionString: rewritten, database: 'other' },
        wantedDatabase: 'other',
      });
      expect(readConfiguration({ ...BASE, DB_CONNECTION_STRING: string })).toMatchObject({
        database: { connectionString: string },
        wantedDatabase: null,
      });
    }
  });

  it.each(['/var/run/postgresql d', 'socket:/var/run/postgresql?db=d', 'host=h dbname=d'])(
    '--database is a usage error where it cannot be put into the connection string %s',
    (string) => {
      expect(() => readConfiguration({ ...BASE, DB_CONNECTION_STRING: string }, 'other')).toThrow(
        expect.objectContaining({ code: 'ONE_ROOF_BAD_REQUEST', exitCode: 2 }),
      );
    },
  );

  it('--database without a name is a usage error', () => {
    expect(() => readConfiguration(BASE, '')).toThrow(expect.objectContaining({ exitCode: 2 }));
  });

  it('reads lists of a JSON or YAML file as the text that they are in an environment variable', () => {
    const expected = {
      database: { options: '-c search_path=a,b' },
      settings: { excludedTables: ['one', 'two'], readDatabases: ['x', 'y'], clonePattern: '^c{1,3}$' },
    };
    const settings = {
      DB_SEARCH_PATH: ['a', 'b'],
      DB_EXCLUDE_TABLES: ['one', 'two'],
      ONE_ROOF_READ_DATABASES: ['x', 'y'],
      ONE_ROOF_CLONE_PATTERN: ['^c{1', '3}$'],
    };
    for (const path of [file('lists.json', JSON.stringify(settings)), file('lists.yaml', stringify(settings))])
      expect(readConfiguration({ ...BASE, CONFIG_PATH: path })).toMatchObject(expected);
    const text = {
      DB_SEARCH_PATH: 'array:a,b',
      DB_EXCLUDE_TABLES: 'one,two',
      ONE_ROOF_READ_DATABASES: 'x,y',
      ONE_ROOF_CLONE_PATTERN: '^c{1,3}$',
    };
    expect(readConfiguration({ ...BASE, ...text })).toMatchObject(expected);
  });

  it('reads secrets from files, casts and TLS as Directus does', () => {
    expect(readConfiguration({ ...BASE, DB_PASSWORD_FILE: file('password', 'secret\n') }).database.password).toBe(
      'secret',
    );
    expect(readConfiguration({ ...BASE, DB_PASSWORD: 'string:0123' }).database.password).toBe('0123');
    expect(readConfiguration({ ...BASE, DB_SSL: 'true' }).database.ssl).toBe(true);
    expect(
      readConfiguration({ ...BASE, DB_SSL__REJECT_UNAUTHORIZED: 'false', DB_SSL__CA_FILE: file('ca', 'CA') }).database
        .ssl,
    ).toEqual({
      ca: 'CA',
      rejectUnauthorized: false,
    });
    expect(readConfiguration({ ...BASE, DB_SEARCH_PATH: 'a, b' }).database.options).toBe('-c search_path=a,b');
  });

  it('finds the trust file beside the configuration, there or not yet, and reads it when somebody asks, not before', () => {
    const trust = (environment: object) => readConfiguration({ ...BASE, ...environment }).settings.trustFile;
    expect(trust({})).toBe(join(folder, 'one-roof.trust'));
    expect(trust({ CONFIG_PATH: '' })).toBe(join(process.cwd(), 'one-roof.trust'));
    expect(trust({ ONE_ROOF_TRUST_FILE: NONE })).toBe(NONE);
    expect(trust({ CONFIG_PATH: file('trusting.env', `ONE_ROOF_TRUST_FILE=${NONE}\n`) })).toBe(NONE);
  });

  it.each([
    ['a port that is none', { DB_PORT: 'abc' }, { message: 'DB_PORT is not a port', extensions: { found: 'abc' } }],
    ['a port out of range', { DB_PORT: '70000' }, { message: 'DB_PORT is not a port' }],
    [
      'a secret in a file that is not there',
      { DB_PASSWORD_FILE: NONE },
      { message: `DB_PASSWORD_FILE: ${NONE} cannot be read`, extensions: { found: 'no such file' } },
    ],
    [
      'a configuration that is a folder',
      { CONFIG_PATH: folder },
      { message: `CONFIG_PATH: ${folder} cannot be read`, extensions: { found: 'a folder' } },
    ],
    [
      'broken JSON',
      { CONFIG_PATH: file('broken.json', '{') },
      { message: `CONFIG_PATH: ${join(folder, 'broken.json')} cannot be read` },
    ],
    ['JSON that is a list', { CONFIG_PATH: file('list.json', '[]') }, { extensions: { found: 'something else' } }],
  ])('names what is wrong: %s', (_title, environment, error) => {
    expect(() => readConfiguration({ ...BASE, ...environment })).toThrow(expect.objectContaining(withObjects(error)));
  });

  it.each([
    ['nothing is configured', { CONFIG_PATH: NONE }],
    ['the database is not PostgreSQL', { ...BASE, DB_CLIENT: 'sqlite3' }],
    ['the configuration is a program', { ...BASE, CONFIG_PATH: file('c.js', '') }],
  ])('says what to do when %s', (_title, environment) => {
    expect(() => readConfiguration(environment)).toThrow(
      expect.objectContaining({
        code: 'ONE_ROOF_NOT_READY',
        extensions: expect.objectContaining({ fix: expect.any(String) as unknown }) as unknown,
      }),
    );
  });
});
