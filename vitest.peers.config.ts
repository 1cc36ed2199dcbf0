import { defineConfig } from 'vitest/config';

// Run by scripts/peers/run.mjs: tests against other programs, one file at a time because the programs have fixed ports.
export default defineConfig({
  test: {
    include: ['src/**/*.peer.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
