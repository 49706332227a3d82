import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** Marks the id of a folder as ours: a null byte keeps other plugins, and Vite's own resolution of paths, away from it. */
const FOLDER = '\0sql-files:';
const TIERS = '\0tier-files:';

/**
 * Lets TypeScript import SQL, in every build (Rollup for Directus, Vite for the CLI and the tests):
 *
 *     import text from './coverage-summary.sql';   // the file as a string
 *     import files from '../schema?files';         // { 'folder/file.sql': text } of a folder, by path; scripts and JSON too
 *     import tiers from './tiers?tiers';           // each tier.json of a folder, parsed, by path: what pages need of tiers
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
      const [path = '', query] = source.split('?');
      const prefix = { files: FOLDER, tiers: TIERS }[query ?? ''];
      return importer && prefix !== undefined ? prefix + resolve(dirname(importer), path) : null;
    },
    /** @this {{ addWatchFile(path: string): void }} @param {string} id */
    load(id) {
      if (id.endsWith('.sql')) {
        this.addWatchFile(id);
        return toModule(readFileSync(id, 'utf8'));
      }
      if (id.startsWith(FOLDER)) {
        const folder = id.slice(FOLDER.length);
        for (const path of pathsBelow(folder)) this.addWatchFile(path);
        return toModule(filesBelow(folder));
      }
      if (id.startsWith(TIERS)) {
        const files = Object.entries(filesBelow(id.slice(TIERS.length)));
        const tiers = files.filter(([path]) => path.endsWith('/tier.json')).map(([, text]) => JSON.parse(text));
        return toModule(tiers);
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
function pathsBelow(folder) {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? pathsBelow(path) : /\.(sql|sh|json)$/.test(path) ? [path] : []));
}

/**
 * The texts of the files in a folder, at any depth, by path and in the order of their names.
 *
 * @param {string} folder @returns {Record<string, string>}
 */
function filesBelow(folder) {
  return Object.fromEntries(pathsBelow(folder).map((path) => [relative(folder, path), readFileSync(path, 'utf8')]));
}
