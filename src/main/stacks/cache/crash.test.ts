import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { cleanCache, listCache } from './clean.ts';
import { readJobFile, targetOfJob } from './job-file.ts';
import { cacheLayout } from './layout.ts';
import { writerOf } from './atomic.ts';

/** A disk in memory, where there is one: waiting for a real disk fifty times proves nothing more. */
const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const KILLS = 50;
/** Writers that run at the same time. */
const LANES = 2;
const FILES = ['testing/crash-child', 'atomic', 'cache', 'layout', 'job-file'];

/** The child as plain JavaScript: starting it must be quick, for it is started fifty times. */
function compileChild(folder: string): string {
  mkdirSync(join(folder, 'testing'), { recursive: true });
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
  return join(folder, 'testing', 'crash-child.js');
}

/** Run a writer until it kills itself in the middle of its work; true when it did. */
function killOne(child: string, cacheFolder: string, round: number): Promise<boolean> {
  return new Promise(resolve => {
    const writer = spawn(process.execPath, [child, cacheFolder, String(round), String(1 + (round % 7))]);
    writer.on('exit', (_code, signal) => resolve(signal === 'SIGKILL'));
  });
}

describe('SIGKILL while the cache is written', () => {
  it('leaves whole files or none, fifty times', async () => {
    const folder = mkdtempSync(join(MEMORY, 'crash-'));
    const child = compileChild(join(folder, 'child'));
    let found = 0;
    let parts = 0;
    const lane = async (place: number) => {
      const layout = cacheLayout(join(folder, `cache${place}`));
      for (let round = place; round < KILLS; round += LANES) {
        expect(await killOne(child, layout.folder, round)).toBe(true);
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
    };
    await Promise.all(Array.from({ length: LANES }, (_, place) => lane(place)));
    rmSync(folder, { recursive: true });
    expect(found).toBeGreaterThanOrEqual(KILLS);
    // Some kills must have hit a write, or nothing was tested.
    expect(parts).toBeGreaterThan(0);
  }, 180_000);
});
