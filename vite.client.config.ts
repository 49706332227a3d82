import { defineConfig } from 'vite';
import { clientTypes } from './build/client-types.js';

/** Builds directus-extension-one-roof/client into dist/client: one module that imports nothing, and its types. */
export default defineConfig({
  plugins: [clientTypes('src/client/index.ts', 'dist/client/index.d.ts')],
  build: {
    lib: { entry: 'src/client/index.ts', formats: ['es'], fileName: 'index' },
    outDir: 'dist/client',
    target: 'es2022',
    minify: false,
  },
});
