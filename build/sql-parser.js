import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/**
 * Ships PostgreSQL's parser with the program: its WebAssembly as a file beside the chunk that has its code, which looks for it where
 * CommonJS would be. Only what judges packets imports it, and that is a chunk of its own.
 *
 * @returns {import('vite').Plugin}
 */
export function sqlParser() {
  let used = false;
  return {
    name: 'sql-parser',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/libpg-query/wasm/libpg-query.js')) return null;
      const located = code.replace('scriptDirectory=__dirname+"/"', 'scriptDirectory=import.meta.dirname+"/"');
      if (located === code)
        throw new Error('libpg-query looks for its WebAssembly in another way now: see build/sql-parser.js');
      used = true;
      return { code: located, map: null };
    },
    generateBundle: {
      order: 'post', // before, Vite leaves files out of what is built for Node
      handler() {
        if (!used) return;
        const wasm = createRequire(import.meta.url).resolve('libpg-query/wasm/libpg-query.wasm');
        this.emitFile({ type: 'asset', fileName: 'libpg-query.wasm', source: readFileSync(wasm) });
      },
    },
  };
}
