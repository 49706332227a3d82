import { OneRoofError } from '../../contract/errors.ts';
import { Installation } from './installation.ts';
import type { Host } from './installation.ts';

let current: Installation | null = null;

/** The installation of this process: hooks and endpoints name their host, and the first to do so makes it. */
export function installationOf(host: Host): Installation {
  current ??= new Installation(host);
  return current;
}

/** The installation of this process, for operations: the database they are handed may be somebody's transaction. */
export function currentInstallation(): Installation {
  if (current !== null) return current;
  throw new OneRoofError('ONE_ROOF_NOT_READY', 'One-Roof has not started', {
    fix: 'Restart Directus with the whole extension enabled.',
  });
}
