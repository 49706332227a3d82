import { dirname, join, resolve } from 'node:path';

/** The name of the trust file in its default place: beside the configuration of Directus. */
const TRUST_FILE = 'one-roof.trust';

/**
 * The path of Directus's configuration file, as Directus finds it: CONFIG_PATH, or `.env` in the working directory. The file itself
 * need not exist.
 */
export function configurationPath(environment: NodeJS.ProcessEnv): string {
  const { CONFIG_PATH: path = '' } = environment;
  return resolve(path === '' ? '.env' : path);
}

/**
 * The trust file of a configuration where no setting names one. The place depends on the configuration only, so a file that is put
 * there later is found without a restart.
 */
export function defaultTrustFile(configuration: string): string {
  return join(dirname(configuration), TRUST_FILE);
}
