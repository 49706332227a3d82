import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Marks the id of a list as ours, as build/sql-files.js does for its folders. */
const LIST = '\0module-list:';

/**
 * Makes the list of an open set out of its folder, in every build:
 *
 *     import rules from './rules?modules';   // the default export of each TypeScript file in it, by name
 *
 * A file is in the list because it is in the folder; nothing else names it. Its type stands in src/module-lists.d.ts.
 */
export function moduleLists() {
  return {
    name: 'module-lists',
    /** @param {string} source @param {string | undefined} importer */
    resolveId(source, importer) {
      if (!importer || !source.endsWith('?modules')) return null;
      return LIST + resolve(dirname(importer), source.slice(0, -'?modules'.length));
    },
    /** @param {string} id */
    load(id) {
      if (!id.startsWith(LIST)) return null;
      const folder = id.slice(LIST.length);
      const paths = readdirSync(folder)
        .filter((name) => name.endsWith('.ts'))
        .sort()
        .map((name) => join(folder, name));
      const imports = paths.map((path, index) => `import m${index} from ${JSON.stringify(path)};\n`).join('');
      return { code: `${imports}export default [${paths.map((_, index) => `m${index}`).join(', ')}];`, map: null };
    },
  };
}
