import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'scripts/**/*.test.ts', 'plugins/**/*.test.ts'],
    exclude: ['**/*.peer.test.ts', 'node_modules/**'],
    // Real sockets, worker threads and WebAssembly: two workers are what a small machine can bear.
    maxWorkers: 2,
    testTimeout: 20_000,
  },
});
