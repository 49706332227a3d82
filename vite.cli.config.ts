import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
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

/** Builds the program `one-roof` into dist/cli: everything it needs is in it, Knex in a chunk that only `migrate` loads. */
export default defineConfig({
  plugins: [sqlFiles(), thirdPartyLicences('dist/cli/third-party-licences.txt')],
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
