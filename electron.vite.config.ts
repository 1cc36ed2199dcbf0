import { chmod } from 'node:fs/promises';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import { WORKERS } from './src/main/threads/start-worker.ts';

const at = (path: string) => resolve(import.meta.dirname, path);

// The same bundle runs under Electron and under the oldest Node that package.json admits.
const NODE = 'node20.19';

const workers = Object.fromEntries(
  Object.entries(WORKERS).map(([name, source]) => [`workers/${name}`, at(`src/main/${source}`)]),
);

/** `headless.js` is the `crosspatch` command: it must be executable as it lies. */
const executable: Plugin = {
  name: 'crosspatch-executable',
  writeBundle: () => chmod(at('out/main/headless.js'), 0o755),
};

export default defineConfig({
  main: {
    plugins: [executable],
    build: {
      target: NODE,
      outDir: at('out/main'),
      rolldownOptions: {
        input: { main: at('src/main/main.ts'), headless: at('src/main/headless.ts'), ...workers },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
        external: ['bufferutil', 'utf-8-validate'],
      },
    },
  },
  preload: {
    build: {
      target: NODE,
      outDir: at('out/preload'),
      rolldownOptions: {
        input: { index: at('src/preload/index.ts') },
        // A sandboxed preload is one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    plugins: [react()],
    worker: { format: 'es' },
    build: {
      target: 'es2022',
      minify: true,
      outDir: at('out/renderer'),
      emptyOutDir: true,
      // No data: addresses, so that the content security policy stays short.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 8000,
      // Only the product's page: other pages beside it serve development.
      rolldownOptions: { input: { index: at('src/renderer/index.html') } },
    },
  },
});
