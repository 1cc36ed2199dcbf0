import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import type { SourceConfig, SourcePlugin } from '../../../shared/plugin/source.ts';
import { sourceBench } from './source-bench.ts';

/** A folder with files for sources, and the sources opened on it; cleaned up after each test and at the end. */
export function sourceFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'crosspatch-sources-'));
  const opened: { unload(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const bench of opened.splice(0)) await bench.unload();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    /** Write a file; returns its path. */
    file(name: string, content: string | Uint8Array): string {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      return path;
    },
    async open(plugin: SourcePlugin, config: Partial<SourceConfig> & Record<string, unknown>) {
      const whole = { name: 'test', backend: plugin.manifest.name, ...config } as SourceConfig;
      const bench = await sourceBench(plugin, whole, folder);
      opened.push(bench);
      return bench;
    },
  };
}
