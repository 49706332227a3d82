import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** Marks the id of a folder as ours: a null byte keeps other plugins, and Vite's own resolution of paths, away from it. */
const FOLDER = '\0sql-files:';

/**
 * Lets TypeScript import SQL, in every build (Rollup for Directus, Vite for the CLI and the tests):
 *
 *     import text from './coverage-summary.sql';   // the file as a string
 *     import files from '../schema?files';            // { 'folder/file.sql': text } of a folder, sorted by path; scripts too
 *
 * It is a plugin for Rollup and for Vite alike; its type is left to what both have in common.
 */
export function sqlFiles() {
  return {
    name: 'sql-files',
    // Before Vite's own plugins, which would take `../schema?files` for schema.ts.
    enforce: /** @type {const} */ ('pre'),
    /** @param {string} source @param {string | undefined} importer */
    resolveId(source, importer) {
      if (!importer || !source.endsWith('?files')) return null;
      return FOLDER + resolve(dirname(importer), source.slice(0, -'?files'.length));
    },
    /** @this {{ addWatchFile(path: string): void }} @param {string} id */
    load(id) {
      if (id.endsWith('.sql')) {
        this.addWatchFile(id);
        return toModule(readFileSync(id, 'utf8'));
      }
      if (id.startsWith(FOLDER)) {
        const folder = id.slice(FOLDER.length);
        const paths = sqlPathsBelow(folder);
        for (const path of paths) this.addWatchFile(path);
        return toModule(Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')])));
      }
      return null;
    },
  };
}

/** @param {unknown} value */
function toModule(value) {
  return { code: `export default ${JSON.stringify(value)};`, map: null };
}

/** @param {string} folder @returns {string[]} */
function sqlPathsBelow(folder) {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? sqlPathsBelow(path) : /\.(sql|sh)$/.test(path) ? [path] : []));
}
