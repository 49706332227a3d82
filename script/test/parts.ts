import type { DirectusMajor } from '../../hosts/directus.ts';
import type { HostName } from '../../hosts/install-host.ts';

/** The majors of PostgreSQL that One-Roof is tested on. */
export type PostgresMajor = 15 | 18;

/** A run of `npm test`: all of it, or a part. */
export interface TestRun {
  projects: string[];
  /** The hosts that these projects need. */
  hosts: HostName[];
  /** The PostgreSQL below the tests of Directus. */
  postgres: PostgresMajor;
}

/** The options of `npm test`, as they were given. */
export interface TestOptions {
  fast?: boolean | undefined;
  directus?: string | undefined;
  postgres?: string | undefined;
}

export const DIRECTUS_MAJORS: DirectusMajor[] = [11, 12];
export const POSTGRES_MAJORS: PostgresMajor[] = [15, 18];

/** The projects that run on a Directus, by its major. */
const ON_DIRECTUS: Record<DirectusMajor, string>[] = [
  { 11: 'directus', 12: 'directus-12' },
  { 11: 'browser', 12: 'browser-12' },
];

/** The projects without a Directus. The database tests use both majors of PostgreSQL in one run. */
const WITHOUT_DIRECTUS = ['unit', 'database'];

/** The hosts of the database tests: their databases are made by a Directus. */
const FAST_HOSTS: HostName[] = ['postgres-15', 'postgres-18', 'directus-11'];

/**
 * Chooses what a run of `npm test` covers.
 * Without options that is everything.
 * A major of Directus or PostgreSQL chooses the tests of Directus on that pair, and nothing else.
 *
 * @throws RangeError in words, for options that choose nothing.
 */
export function chooseRun({ fast, directus, postgres }: TestOptions): TestRun {
  if (fast === true) {
    if (directus !== undefined || postgres !== undefined)
      throw new RangeError('--fast runs no test of Directus: it takes no version');
    return { projects: WITHOUT_DIRECTUS, hosts: FAST_HOSTS, postgres: 15 };
  }
  const majors = directus === undefined ? DIRECTUS_MAJORS : [majorOf('Directus', DIRECTUS_MAJORS, directus)];
  const server = postgres === undefined ? 15 : majorOf('PostgreSQL', POSTGRES_MAJORS, postgres);
  const projects = ON_DIRECTUS.flatMap((project) => majors.map((major) => project[major]));
  const hosts = majors.map((major) => `directus-${major}` as const);
  if (directus === undefined && postgres === undefined)
    return {
      projects: [...WITHOUT_DIRECTUS, ...projects],
      hosts: [...new Set([...FAST_HOSTS, ...hosts, 'chromium' as const])],
      postgres: server,
    };
  return { projects, hosts: [`postgres-${server}`, ...hosts, 'chromium'], postgres: server };
}

function majorOf<Major extends number>(product: string, majors: Major[], text: string): Major {
  const major = majors.find((one) => String(one) === text);
  if (major === undefined)
    throw new RangeError(`There is no test on ${product} ${text}, only on ${majors.join(' and ')}`);
  return major;
}
