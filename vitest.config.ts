import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import type { DirectusMajor } from './hosts/directus.ts';
import { moduleLists } from './build/module-lists.js';
import { sqlFiles } from './build/sql-files.js';
import { cacheFolder } from './script/setup/cache.mjs';
import { LongestFirst } from './script/test/longest-first.ts';

interface Settings {
  /** The tests, if not all of the folder of that name. */
  include?: string[];
  exclude?: string[];
  globalSetup?: string;
  testTimeout?: number;
  /** Whether a file gets modules of its own. Defaults to true. */
  isolate?: boolean;
  directus?: DirectusMajor;
  /** Whether Directus bundles its app and serves it. Defaults to true. */
  app?: boolean;
}

/**
 * Files that run at the same time, of all projects together. Each has a database of its own, and many a server of its own:
 * more than four would want more memory than a small machine has.
 */
const WORKERS = Math.min(4, availableParallelism());

/**
 * Settings that Directus inherits from the tests. On a busy machine it would turn requests away by itself, and close an idle
 * connection in the moment in which a test asks on it. What Node.js compiled of Directus is kept, and a password that lives as
 * long as a test is hashed as cheaply as can be.
 */
const SETTINGS = {
  PRESSURE_LIMITER_ENABLED: 'false',
  SERVER_KEEP_ALIVE_TIMEOUT: '60000',
  NODE_COMPILE_CACHE: join(cacheFolder(), 'compiled'),
  HASH_MEMORY_COST: '1024',
  HASH_TIME_COST: '2',
  HASH_PARALLELISM: '1',
};

const onDirectusOf = (major: DirectusMajor, app: boolean) => ({
  provide: { directus: major },
  env: { ...SETTINGS, SERVE_APP: String(app) },
});

const project = (name: string, settings: Settings = {}) => ({
  plugins: [sqlFiles(), moduleLists()],
  test: {
    name,
    include: settings.include ?? [`tests/${name}/**/*.test.ts`],
    exclude: settings.exclude ?? [],
    testTimeout: settings.testTimeout ?? 20_000,
    hookTimeout: 120_000,
    // A page settles in its own time: what a browser test expects is asked again until it is true.
    expect: { poll: { timeout: 15_000, interval: 50 } },
    ...(settings.globalSetup === undefined ? {} : { globalSetup: [settings.globalSetup] }),
    maxWorkers: WORKERS,
    isolate: settings.isolate ?? true,
    ...(settings.directus === undefined ? {} : onDirectusOf(settings.directus, settings.app ?? true)),
  },
});

const onDirectus = { globalSetup: 'tests/harness/directus/directus-databases.ts' };

/** Tests of Directus that run on 11 only, because they would find nothing new on 12 (docs/decisions/0020-directus-12.md). */
const ON_11_ONLY = [
  'cli/{cli,release-cli}',
  'demo/demo',
  'http/{load,read-contract-applied}',
  'starts/{cold-starts,disk-full,killed-postgres,servers-together,templates}',
].map((files) => `tests/directus/${files}.test.ts`);

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      // Their modules keep nothing from one file to the next.
      project('unit', { isolate: false }),
      project('database', { globalSetup: 'tests/harness/postgres/database-servers.ts', isolate: false }),
      project('directus', {
        ...onDirectus,
        testTimeout: 60_000,
        directus: 11,
        app: false,
        exclude: ['tests/directus/**/core-*.test.ts'],
      }),
      project('browser', { ...onDirectus, testTimeout: 120_000, directus: 11 }),
      project('directus-12', {
        ...onDirectus,
        testTimeout: 60_000,
        directus: 12,
        app: false,
        include: ['tests/directus/**/*.test.ts'],
        exclude: ON_11_ONLY,
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
