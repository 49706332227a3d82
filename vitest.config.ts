import { defineConfig } from 'vitest/config';
import { sqlFiles } from './build/sql-files.js';

const project = (name: string, settings: { globalSetup?: string; testTimeout?: number; serial?: boolean } = {}) => ({
  plugins: [sqlFiles()],
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    testTimeout: settings.testTimeout ?? 20_000,
    hookTimeout: 120_000,
    // A page settles in its own time: what a browser test expects is asked again until it is true.
    expect: { poll: { timeout: 15_000, interval: 50 } },
    ...(settings.globalSetup === undefined ? {} : { globalSetup: [settings.globalSetup] }),
    ...(settings.serial ? { fileParallelism: false } : {}),
  },
});

export default defineConfig({
  test: {
    projects: [
      project('unit'),
      project('database', { globalSetup: 'tests/harness/database-servers.ts' }),
      project('directus', { globalSetup: 'tests/harness/directus-databases.ts', testTimeout: 60_000, serial: true }),
      project('browser', { globalSetup: 'tests/harness/directus-databases.ts', testTimeout: 120_000, serial: true }),
    ],
  },
});
