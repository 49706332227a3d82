import { MAX_LIMIT } from '../../contract/paging.ts';
import type { ReadPolicy } from '../../database/connection-classes.ts';
import type { Settings } from './settings.ts';

/**
 * What the read channel may do: read the databases of ONE_ROOF_READ_DATABASES, by default the one that is configured, and
 * return one row more than the longest page has, which tells whether there is a next one.
 */
export function readPolicy(settings: Settings, configuredDatabase: string, asReader: boolean): ReadPolicy {
  return { allowedDatabases: settings.readDatabases ?? [configuredDatabase], asReader, rowLimit: MAX_LIMIT + 1 };
}
