import type { ClientConfig } from 'pg';
import { OneRoofError } from '../contract/errors.ts';
import { configurationPath } from '../governance/settings/configuration-path.ts';
import { isSet } from '../governance/doctor/doctor-host.ts';
import { readSettings } from '../governance/settings/settings.ts';
import type { Settings } from '../governance/settings/settings.ts';
import { readValues } from './configuration-values.ts';
import type { Values } from './configuration-values.ts';
import { readTextFile } from './read-text-file.ts';

/** Configuration of the CLI, read from where Directus reads it. */
export interface Configuration {
  database: ClientConfig;
  /** The database that the operator asked for by name; every session proves to be in it. */
  wantedDatabase: string | null;
  settings: Settings;
  /** True if Directus refuses to start without its extensions. */
  extensionsMustLoad: boolean;
}

/**
 * Reads the configuration as Directus does, see readValues().
 *
 * @param database overrides DB_DATABASE, and the database in DB_CONNECTION_STRING.
 * @throws OneRoofError ONE_ROOF_NOT_READY; ONE_ROOF_BAD_REQUEST if `database` cannot override what is configured.
 */
export function readConfiguration(environment: NodeJS.ProcessEnv, database?: string): Configuration {
  if (database === '')
    throw new OneRoofError('ONE_ROOF_BAD_REQUEST', '--database needs the name of a database', { found: 'no name' });
  const values = readValues(environment);
  return {
    database: clientConfig(values, database),
    wantedDatabase: database ?? null,
    settings: readSettings(values, configurationPath(environment)),
    extensionsMustLoad: isSet(values['EXTENSIONS_MUST_LOAD']),
  };
}

function clientConfig(values: Values, database: string | undefined): ClientConfig {
  const client = values['DB_CLIENT'];
  if (client !== 'pg' && client !== 'postgres') {
    throw notReady(
      'One-Roof needs PostgreSQL',
      'DB_CLIENT=pg',
      client ?? 'nothing',
      'Run the command where Directus is configured, or set DB_CLIENT, DB_HOST, DB_PORT, DB_DATABASE, DB_USER and DB_PASSWORD.',
    );
  }
  const searchPath = values['DB_SEARCH_PATH'];
  return {
    application_name: 'one-roof',
    connectionTimeoutMillis: 10_000,
    ...(searchPath === undefined ? {} : { options: `-c search_path=${searchPath.replaceAll(' ', '')}` }),
    ...place(values, database),
  };
}

/** Which database, where, as whom. pg lets what a connection string says win over everything beside it. */
function place(values: Values, database: string | undefined): ClientConfig {
  const connectionString = values['DB_CONNECTION_STRING'];
  if (connectionString === undefined || connectionString === '') {
    return {
      host: values['DB_HOST'],
      port: port(values['DB_PORT']),
      user: values['DB_USER'],
      password: values['DB_PASSWORD'],
      ...ssl(values),
      database: database ?? values['DB_DATABASE'],
    };
  }
  return database === undefined
    ? { connectionString }
    : { connectionString: withDatabase(connectionString, database), database };
}

function withDatabase(connectionString: string, database: string): string {
  const url = URL.canParse(connectionString) ? new URL(connectionString) : null;
  if (url === null || !['postgres:', 'postgresql:'].includes(url.protocol)) {
    throw new OneRoofError('ONE_ROOF_BAD_REQUEST', `--database ${database} cannot be put into DB_CONNECTION_STRING`, {
      expected: 'postgres://user:password@host:port/database',
      found: 'something that is not such a URL',
      fix: 'Write it as a URL, or set DB_HOST, DB_PORT, DB_DATABASE, DB_USER and DB_PASSWORD instead.',
    });
  }
  url.pathname = `/${encodeURI(database)}`;
  return url.href;
}

function port(text = ''): number {
  if (text === '') return 5432;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= 65_535) return number;
  throw notReady('DB_PORT is not a port', 'a number from 1 to 65535', text, 'Correct DB_PORT.');
}

function ssl(values: Values): Pick<ClientConfig, 'ssl'> {
  const caFile = values['DB_SSL__CA_FILE'];
  const ca = values['DB_SSL__CA'] ?? (caFile === undefined ? undefined : readTextFile(caFile, 'DB_SSL__CA_FILE'));
  const rejectUnauthorized = values['DB_SSL__REJECT_UNAUTHORIZED'];
  if (ca !== undefined || rejectUnauthorized !== undefined) {
    return { ssl: { ...(ca === undefined ? {} : { ca }), rejectUnauthorized: rejectUnauthorized !== 'false' } };
  }
  return values['DB_SSL'] === 'true' ? { ssl: true } : {};
}

function notReady(message: string, expected: string, found: string, fix: string): OneRoofError {
  return new OneRoofError('ONE_ROOF_NOT_READY', message, { expected, found, fix });
}
