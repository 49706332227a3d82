import { defineConfig } from 'vitest/config';
import type { DirectusMajor } from './hosts/directus.ts';
import { sqlFiles } from './build/sql-files.js';

interface Settings {
  /** The tests, if not all of the folder of that name. */
  include?: string[];
  exclude?: string[];
  globalSetup?: string;
  testTimeout?: number;
  serial?: boolean;
  directus?: DirectusMajor;
}

/**
 * Settings that Directus inherits from the tests. On a busy machine it would turn requests away by itself, and close an idle
 * connection in the moment in which a test asks on it.
 */
const SETTINGS = { PRESSURE_LIMITER_ENABLED: 'false', SERVER_KEEP_ALIVE_TIMEOUT: '60000' };

const onDirectusOf = (major: DirectusMajor) => ({ provide: { directus: major }, env: SETTINGS });

const project = (name: string, settings: Settings = {}) => ({
  plugins: [sqlFiles()],
  test: {
    name,
    include: settings.include ?? [`tests/${name}/**/*.test.ts`],
    exclude: settings.exclude ?? [],
    testTimeout: settings.testTimeout ?? 20_000,
    hookTimeout: 120_000,
    // A page settles in its own time: what a browser test expects is asked again until it is true.
    expect: { poll: { timeout: 15_000, interval: 50 } },
    ...(settings.globalSetup === undefined ? {} : { globalSetup: [settings.globalSetup] }),
    ...(settings.serial ? { fileParallelism: false } : {}),
    ...(settings.directus === undefined ? {} : onDirectusOf(settings.directus)),
  },
});

const onDirectus = { globalSetup: 'tests/harness/directus/directus-databases.ts', serial: true };

export default defineConfig({
  test: {
    projects: [
      project('unit'),
      project('database', { globalSetup: 'tests/harness/postgres/database-servers.ts' }),
      project('directus', {
        ...onDirectus,
        testTimeout: 60_000,
        directus: 11,
        exclude: ['tests/directus/demo/core-*.test.ts'],
      }),
      project('browser', { ...onDirectus, testTimeout: 120_000, directus: 11 }),
      // The same on Directus 12, but for what has nothing to do with the version (docs/decisions/0020-directus-12.md).
      project('directus-12', {
        ...onDirectus,
        testTimeout: 60_000,
        directus: 12,
        include: ['tests/directus/**/*.test.ts'],
        exclude: ['tests/directus/{starts/cold-starts,demo/demo}.test.ts'],
      }),
      project('browser-12', {
        ...onDirectus,
        testTimeout: 120_000,
        directus: 12,
        include: ['tests/browser/{looks,overview,embedded,two-people}.test.ts'],
      }),
    ],
  },
});
