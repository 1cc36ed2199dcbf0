import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saveWav, tone } from '../testing/sounds.ts';
import { TestStacks } from '../testing/test-stacks.ts';
import { writeWhole } from './atomic.ts';
import { Cache } from './cache.ts';
import { cleanCache, LEVEL_ALL } from './clean.ts';
import { jobPathOf, readJobFile } from './job-file.ts';
import { cacheLayout } from './layout.ts';
import { leasedFiles, takeLease } from './lease.ts';
import { cacheSize, evict } from './quota.ts';

const HOUR = 3_600_000;
let folder = '';
let now = Date.UTC(2030, 0, 1);
let cache: Cache;
let source = '';

beforeEach(() => {
  now = Date.now();
  folder = mkdtempSync(join(tmpdir(), 'cache-'));
  cache = new Cache(cacheLayout(join(folder, 'cache')), () => now);
  source = join(folder, 'source.wav');
  writeFileSync(source, 'sound');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const origin = (sources = [source]) => ({ source_files: sources, stack: [], versions: {}, seed: null });

async function make(
  name: string,
  options: { hours?: number | null; bytes?: number; sources?: string[] } = {},
): Promise<string> {
  const { hours = 1, bytes = 100, sources } = options;
  const path = cache.layout.result(name, 'wav');
  await writeWhole(path, part => {
    writeFileSync(part, 'x'.repeat(bytes));
    cache.announce(path, origin(sources), hours);
  });
  return path;
}
const clean = (level = 0, simulate = false) => cleanCache(cache.layout, { level, simulate, now });

describe('the cache', () => {
  it('finds what is whole, and moves its expiry on with every use', async () => {
    const path = await make('abc', { hours: 2 });
    const expiry = () => Date.parse(readJobFile(path)?.cache_expiration?.date ?? '');
    expect(expiry() - now).toBe(2 * HOUR);
    now += HOUR;
    expect(cache.hit(path, 1)).toBe(true);
    expect(expiry() - now).toBe(2 * HOUR);
    expect(cache.hit(path, 5)).toBe(true);
    expect(expiry() - now).toBe(5 * HOUR);
    expect(cache.hit(path, null)).toBe(true);
    expect(readJobFile(path)?.cache_expiration).toBeNull();
  });

  it('does not find a file whose job file is missing or broken', async () => {
    const path = await make('abc');
    writeFileSync(jobPathOf(path), '{');
    expect(cache.hit(path, 1)).toBe(false);
    rmSync(jobPathOf(path));
    expect(cache.hit(path, 1)).toBe(false);
  });

  it('leaves nothing when writing fails', async () => {
    const path = cache.layout.result('abc', 'wav');
    await expect(writeWhole(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(readdirSync(dirname(path))).toEqual([]);
  });
});

describe('the cleaner', () => {
  it('removes what is expired or has lost a source, with its job file', async () => {
    const kept = await make('kept');
    const forGood = await make('good', { hours: null });
    const expired = await make('old', { hours: 0.5 });
    const orphan = await make('orphan', { sources: [source, join(folder, 'gone.wav')] });
    now += 0.75 * HOUR;
    const simulated = clean(0, true);
    expect(existsSync(expired)).toBe(true);
    const report = clean();
    expect(report.deleted).toEqual(simulated.deleted);
    expect(report.bytes).toBeGreaterThan(200);
    expect([kept, forGood, expired, orphan].map(path => existsSync(path))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(existsSync(jobPathOf(expired))).toBe(false);
    expect(existsSync(dirname(expired))).toBe(true);
  });

  it('removes what belongs to nobody only when it is old', async () => {
    const path = await make('abc');
    const stranger = join(dirname(path), 'stranger.wav');
    const job = jobPathOf(join(dirname(path), 'absent.wav'));
    writeFileSync(stranger, 'x');
    writeFileSync(job, readFileSync(jobPathOf(path)));
    expect(clean().deleted).toEqual([]);
    now += 130_000;
    expect(clean().deleted.toSorted()).toEqual([job, stranger].sort());
  });

  it('removes parts of processes that are gone, and leaves those of living ones', () => {
    const place = join(cache.layout.folder, 'pad');
    mkdirSync(place, { recursive: true });
    const dead = join(place, 'a.wav.part-999999999-1');
    const living = join(place, `a.wav.part-${process.pid}-2`);
    for (const path of [dead, living]) writeFileSync(path, 'x');
    expect(clean(LEVEL_ALL).deleted).toEqual([dead]);
    expect(existsSync(living)).toBe(true);
  });

  it('at level 1996 removes all that no job uses; leases of dead processes do not count', async () => {
    const used = await make('used');
    const idle = await make('idle');
    const release = takeLease(cache.layout, [used]);
    writeFileSync(join(cache.layout.leases, '999999999-1.json'), JSON.stringify([idle]));
    clean(LEVEL_ALL);
    expect([used, jobPathOf(used), idle].map(path => existsSync(path))).toEqual([true, true, false]);
    release();
    expect(leasedFiles(cache.layout).size).toBe(0);
    clean(LEVEL_ALL);
    expect(existsSync(used)).toBe(false);
  });
});

describe('the quota', () => {
  it('evicts what was not used for the longest, never what is in use', async () => {
    const paths: string[] = [];
    for (let i = 0; i < 5; i++) {
      const path = await make(`k${i}`, { bytes: 10_000 });
      const at = now / 1000 - 100 + i;
      for (const file of [path, jobPathOf(path)]) utimesSync(file, at, at);
      paths.push(path);
    }
    cache.hit(paths[0]!, 1);
    const release = takeLease(cache.layout, [paths[1]!]);
    expect(cacheSize(cache.layout).files).toBe(5);
    evict(cache.layout, 36_000);
    expect(paths.map(path => existsSync(path))).toEqual([true, true, false, false, true]);
    expect(evict(cache.layout, 36_000)).toEqual([]);
    release();
  });
});

const mounted = mkdtempSync(join(tmpdir(), 'small-disk-'));
const canMount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', mounted]).status === 0;
process.on('exit', () => {
  if (canMount) spawnSync('umount', ['-l', mounted]);
  rmSync(mounted, { recursive: true, force: true });
});

describe('a full disk', () => {
  it.skipIf(!canMount)(
    'is told, leaves no scraps, and is over when there is room (skipped: may not mount)',
    async () => {
      const t = new TestStacks({ cacheFolder: join(mounted, 'cache') });
      saveWav(t.path('long.wav'), tone(440, 2));
      saveWav(t.path('short.wav'), tone(440, 0.1));
      const long = await t.ask({ file: 'long.wav', stack: [{ module: 'pad', after: 1 }] });
      expect(long).toMatchObject({
        out: 'error',
        details: expect.stringMatching(/could not be written.*ENOSPC/),
      });
      const left = readdirSync(join(mounted, 'cache'), { recursive: true, encoding: 'utf8' });
      expect(left.filter(name => name.includes('.part-'))).toEqual([]);
      expect((await t.ask({ file: 'short.wav', stack: [{ module: 'pad', after: 0.1 }] })).out).toBe('ok');
      await t.close();
    },
  );
});
