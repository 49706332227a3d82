import { MAX_LIMIT } from '../../contract/paging.ts';
import type { ReadPolicy } from '../../database/sessions/classes.ts';
import type { Settings } from './settings.ts';

/**
 * Policy of the read channel. It reads the databases of ONE_ROOF_READ_DATABASES, by default the configured one, and returns one row
 * more than the longest page has, which tells whether there is a next page.
 */
export function readPolicy(settings: Settings, configuredDatabase: string, asReader: boolean): ReadPolicy {
  return { allowedDatabases: settings.readDatabases ?? [configuredDatabase], asReader, rowLimit: MAX_LIMIT + 1 };
}
