import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes what a shell has to read (`. FILE`) before the commands of the docs work on the demo as they are printed: `one-roof` is on the PATH and
 * knows the demo's Directus, and the programs of PostgreSQL (`psql`, `createdb`, `pg_dump`) know its database.
 *
 * @param settings the environment that the demo's Directus runs in.
 * @returns the file.
 */
export function writeShell(folder: string, extension: string, settings: NodeJS.ProcessEnv): string {
  const keep = (name: string, lines: string[], mode: number) => {
    const file = join(folder, name);
    writeFileSync(file, `${lines.join('\n')}\n`, { mode });
    chmodSync(file, mode);
    return file;
  };
  const value = (name: string) => quoted(settings[name] ?? '');
  const names = Object.keys(settings).filter((name) => /^(DB|ONE_ROOF)_/.test(name) || name === 'EXTENSIONS_MUST_LOAD');
  const configuration = keep(
    'demo.env',
    names.map((name) => `${name}=${value(name)}`),
    0o600,
  );
  const programs = join(folder, 'bin');
  mkdirSync(programs, { recursive: true });
  for (const program of ['one-roof', 'one-roof-seal'])
    keep(
      join('bin', program),
      ['#!/bin/sh', `exec ${quoted(process.execPath)} ${quoted(join(extension, 'dist', 'cli', `${program}.js`))} "$@"`],
      0o755,
    );
  return keep(
    'shell.sh',
    [
      `export PATH=${quoted(programs)}:"$PATH" CONFIG_PATH=${quoted(configuration)}`,
      `export PGHOST=${value('DB_HOST')} PGPORT=${value('DB_PORT')} PGUSER=${value('DB_USER')} PGDATABASE=${value('DB_DATABASE')}`,
      `export PGPASSWORD=${value('DB_PASSWORD')}`,
    ],
    0o600,
  );
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
