/**
 * Makes the app side several files: `app.js`, which every Studio user downloads, and the chunks it imports when a page
 * of ours is opened. Directus's build writes a single file otherwise. A Rollup plugin.
 */
export function lazyChunks() {
  return {
    name: 'lazy-chunks',
    /** @param {{ file?: string, inlineDynamicImports?: boolean }} options the output options of Rollup */
    outputOptions(options) {
      if (!options.file?.endsWith('app.js')) return null;
      const { file, inlineDynamicImports: _inline, ...rest } = options;
      return {
        ...rest,
        dir: file.slice(0, -'/app.js'.length),
        entryFileNames: 'app.js',
        chunkFileNames: 'chunks/[name]-[hash].js',
      };
    },
  };
}
