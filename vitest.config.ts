import { defineConfig } from 'vitest/config';
import { sqlFiles } from './build/sql-files.js';

const project = (name: string, settings: { globalSetup?: string; testTimeout?: number; serial?: boolean } = {}) => ({
  plugins: [sqlFiles()],
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    testTimeout: settings.testTimeout ?? 20_000,
    hookTimeout: 120_000,
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
