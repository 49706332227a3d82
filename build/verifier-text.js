import { readFileSync } from 'node:fs';

/**
 * Puts the text of the one-file verifier into a build, in the place of the module that reads it from beside itself: what is
 * built has to be whole. It is a plugin for Rollup and for Vite alike.
 */
export function verifierText() {
  return {
    name: 'verifier-text',
    /** @this {{ addWatchFile(path: string): void }} @param {string} id */
    load(id) {
      if (!id.endsWith('/src/seal/verifier-text.ts')) return null;
      const file = id.replace('verifier-text.ts', 'verify.mjs');
      this.addWatchFile(file);
      return { code: `export const VERIFIER = ${JSON.stringify(readFileSync(file, 'utf8'))};`, map: null };
    },
  };
}
