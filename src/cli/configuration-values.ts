import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { parseEnv } from 'node:util';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { OneRoofError } from '../contract/errors.ts';
import { configurationPath } from '../governance/settings/configuration-path.ts';
import { settingTexts } from '../governance/settings/setting-text.ts';
import { readTextFile } from './read-text-file.ts';

/** Settings that name a file which is read where it is used, not a file that holds the value. */
const PATHS: ReadonlySet<string> = new Set(['DB_SSL__CA_FILE', 'ONE_ROOF_TRUST_FILE']);

/** Settings as text, by name. */
export type Values = Record<string, string | undefined>;

/**
 * Reads the settings as Directus does: environment variables, then the file CONFIG_PATH (`.env` by default; also JSON and
 * YAML), whose values win; a name with `_FILE` names a file that holds the value; a value may name its type first (`string:0123`).
 *
 * @throws OneRoofError that names the file and what is wrong with it.
 */
export function readValues(environment: NodeJS.ProcessEnv): Values {
  const values = withFiles({ ...environment, ...fileValues(configurationPath(environment)) });
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      isOurs(name) ? value?.replace(/^(string|number|boolean|array):/, '') : value,
    ]),
  );
}

function fileValues(path: string): Values {
  if (!existsSync(path)) return {};
  switch (extname(path)) {
    case '.json':
      return parsed(path, JSON.parse);
    case '.yaml':
    case '.yml':
      // What is strange in it and no error is nobody's affair here.
      return parsed(path, (text) => parseYaml(text, { logLevel: 'error' }) as unknown);
    case '.js':
    case '.cjs':
    case '.mjs':
      throw new OneRoofError('ONE_ROOF_NOT_READY', 'CONFIG_PATH names a program', {
        expected: 'a .env, .json or .yaml file',
        found: path,
        fix: 'Use `directus one-roof …`: Directus runs the program and passes its values on.',
      });
    default:
      return parseEnv(readTextFile(path, 'CONFIG_PATH'));
  }
}

function parsed(path: string, parse: (text: string) => unknown): Values {
  const text = readTextFile(path, 'CONFIG_PATH');
  try {
    return settingTexts(z.record(z.string(), z.unknown()).parse(parse(text)));
  } catch (error) {
    throw new OneRoofError('ONE_ROOF_NOT_READY', `CONFIG_PATH: ${path} cannot be read`, {
      subject: path,
      expected: 'settings by name, in JSON or YAML as the name of the file says',
      found: error instanceof z.ZodError ? 'something else' : (error as Error).message,
    });
  }
}

function withFiles(values: Values): Values {
  const resolved = { ...values };
  for (const [name, path] of Object.entries(values)) {
    if (!isOurs(name) || !/_.+_FILE$/.test(name) || path === undefined || PATHS.has(name)) continue;
    resolved[name.slice(0, -'_FILE'.length)] = readTextFile(path, name).trimEnd();
  }
  return resolved;
}

function isOurs(name: string): boolean {
  return /^(DB|ONE_ROOF)_|^EXTENSIONS_MUST_LOAD$/.test(name);
}
