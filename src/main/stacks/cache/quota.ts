import { rmSync } from 'node:fs';
import { writerOf } from './atomic.ts';
import { type CacheEntry, listCache } from './clean.ts';
import { jobPathOf, targetOfJob } from './job-file.ts';
import type { CacheLayout } from './layout.ts';
import { leasedFiles } from './lease.ts';

/** Eviction goes below the quota by a tenth, so that it does not run after every job. */
const LOW_WATER = 0.9;

export interface CacheSize {
  readonly files: number;
  readonly bytes: number;
}

/** Files and bytes of the cache; job files count as bytes, not as files. */
export function cacheSize(layout: CacheLayout): CacheSize {
  const entries = listCache(layout);
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  return { bytes, files: entries.filter(entry => targetOfJob(entry.path) === undefined).length };
}

/**
 * Bring the cache below its quota: what was not used for the longest goes first, what a running job uses stays. A use
 * is seen in the time of the job file. Returns the files that went.
 */
export function evict(layout: CacheLayout, quotaBytes: number): readonly string[] {
  const entries = listCache(layout);
  let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  if (bytes <= quotaBytes) return [];
  const inUse = leasedFiles(layout);
  const used = new Map(entries.map(entry => [entry.path, entry.changed]));
  const lastUse = (entry: CacheEntry) => Math.max(entry.changed, used.get(jobPathOf(entry.path)) ?? 0);
  const targets = entries
    .filter(entry => targetOfJob(entry.path) === undefined && writerOf(entry.path) === undefined)
    .filter(entry => !inUse.has(entry.path))
    .sort((a, b) => lastUse(a) - lastUse(b));
  const gone: string[] = [];
  for (const entry of targets) {
    if (bytes <= quotaBytes * LOW_WATER) break;
    rmSync(entry.path, { force: true });
    rmSync(jobPathOf(entry.path), { force: true });
    bytes -= entry.bytes;
    gone.push(entry.path);
  }
  return gone;
}
