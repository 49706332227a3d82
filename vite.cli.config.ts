import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';
import { moduleLists } from './build/module-lists.js';
import { sqlFiles } from './build/sql-files.js';
import { sqlParser } from './build/sql-parser.js';
import { thirdPartyLicences } from './build/third-party.js';
import { verifierText } from './build/verifier-text.js';

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
    const source = readFileSync(new URL('src/database/install/disarm.sql', import.meta.url));
    this.emitFile({ type: 'asset', fileName: 'disarm.sql', source });
  },
};

/**
 * Builds the programs into dist/cli, with everything they need: `one-roof`, with Knex in a chunk that only `migrate` loads;
 * `one-roof-seal`, with a chunk per command, and its second thread; and the thread in which Directus has plans read.
 */
export default defineConfig({
  plugins: [
    sqlFiles(),
    moduleLists(),
    sqlParser(),
    verifierText(),
    disarm,
    thirdPartyLicences('dist/cli/third-party-licences.txt'),
  ],
  resolve: {
    alias: OTHER_DRIVERS.map((find) => ({
      find,
      replacement: fileURLToPath(new URL('build/absent-driver.js', import.meta.url)),
    })),
  },
  build: {
    ssr: true,
    outDir: 'dist/cli',
    target: 'node22',
    minify: false,
    rollupOptions: {
      input: {
        'one-roof': 'src/cli/one-roof.ts',
        'one-roof-seal': 'src/cli/one-roof-seal.ts',
        'hash-worker': 'src/cli/seal/hash-worker.ts',
        'plan-worker': 'src/governance/plan/plan-worker.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  ssr: { noExternal: true },
});
