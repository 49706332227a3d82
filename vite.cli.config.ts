import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';
import { sqlFiles } from './build/sql-files.js';
import { thirdPartyLicences } from './build/third-party.js';

const OTHER_DRIVERS = [
  'better-sqlite3',
  'mariadb/callback',
  'mysql',
  'mysql2',
  'oracledb',
  'pg-native',
  'pg-query-stream',
  'sqlite3',
  'tedious',
];

/** Ships the way to take the guards away that needs nothing of ours to work. */
const disarm: Plugin = {
  name: 'disarm-sql',
  generateBundle() {
    const source = readFileSync(new URL('src/database/disarm.sql', import.meta.url));
    this.emitFile({ type: 'asset', fileName: 'disarm.sql', source });
  },
};

/** Builds the program `one-roof` into dist/cli: everything it needs is in it, Knex in a chunk that only `migrate` loads. */
export default defineConfig({
  plugins: [sqlFiles(), disarm, thirdPartyLicences('dist/cli/third-party-licences.txt')],
  resolve: {
    alias: OTHER_DRIVERS.map((find) => ({ find, replacement: fileURLToPath(new URL('build/absent-driver.js', import.meta.url)) })),
  },
  build: {
    ssr: 'src/cli/one-roof.ts',
    outDir: 'dist/cli',
    target: 'node22',
    minify: false,
    rollupOptions: { output: { entryFileNames: 'one-roof.js', chunkFileNames: '[name]-[hash].js' } },
  },
  ssr: { noExternal: true },
});
