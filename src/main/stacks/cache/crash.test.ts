import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { cleanCache, listCache } from './clean.ts';
import { readJobFile, targetOfJob } from './job-file.ts';
import { cacheLayout } from './layout.ts';
import { writerOf } from './atomic.ts';

const KILLS = 50;
const FILES = ['crash-child', 'atomic', 'cache', 'layout', 'job-file'];

/** The child as plain JavaScript: starting it must be quick, for it is started fifty times. */
function compileChild(folder: string): string {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const compilerOptions = {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2022,
    rewriteRelativeImportExtensions: true,
  };
  for (const name of FILES) {
    const source = readFileSync(join(import.meta.dirname, `${name}.ts`), 'utf8');
    writeFileSync(join(folder, `${name}.js`), ts.transpileModule(source, { compilerOptions }).outputText);
  }
  return join(folder, 'crash-child.js');
}

/** Start a writer and kill it in the middle of its work. */
function killOne(child: string, cacheFolder: string, round: number): Promise<void> {
  return new Promise(resolve => {
    const writer = spawn(process.execPath, [child, cacheFolder, String(round * 1000)]);
    writer.stdout.once('data', () => setTimeout(() => writer.kill('SIGKILL'), (round * 7) % 23));
    writer.on('exit', () => resolve());
  });
}

describe('SIGKILL while the cache is written', () => {
  it('leaves whole files or none, fifty times', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crash-'));
    const layout = cacheLayout(join(folder, 'cache'));
    const child = compileChild(join(folder, 'child'));
    let found = 0;
    let parts = 0;
    for (let round = 0; round < KILLS; round++) {
      await killOne(child, layout.folder, round);
      for (const { path } of listCache(layout)) {
        if (writerOf(path) !== undefined) parts++;
        else if (targetOfJob(path) === undefined) {
          found++;
          const digest = createHash('md5').update(readFileSync(path)).digest('hex');
          expect(basename(path, '.wav')).toBe(digest);
          expect(readJobFile(path)).toMatchObject({ target_file: path });
        }
      }
      cleanCache(layout, { level: 1996, simulate: false, now: Date.now() });
      expect(listCache(layout)).toEqual([]);
    }
    rmSync(folder, { recursive: true });
    expect(found).toBeGreaterThanOrEqual(KILLS);
    // Some kills must have hit a write, or nothing was tested.
    expect(parts).toBeGreaterThan(0);
  }, 60_000);
});
