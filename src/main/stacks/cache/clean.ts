import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { writerOf } from './atomic.ts';
import { isExpired, jobPathOf, readJobFile, targetOfJob } from './job-file.ts';
import type { CacheLayout } from './layout.ts';
import { isAlive, leasedFiles } from './lease.ts';

/** From this level on everything goes that no job uses. */
export const LEVEL_ALL = 1996;
/** A file without a job file may be in the making by something that we do not know. */
const UNKNOWN_MS = 120_000;

export interface CleanOptions {
  /** 0: what is expired, has lost a source or belongs to nobody; 1996 and above: everything. */
  readonly level: number;
  /** Only say what would be done. */
  readonly simulate: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
}

export interface CleanReport {
  readonly deleted: readonly string[];
  /** Bytes of what was deleted. */
  readonly bytes: number;
  readonly kept: number;
}

/** A file of the cache. */
export interface CacheEntry {
  readonly path: string;
  readonly bytes: number;
  /** Epoch milliseconds of the last change. */
  readonly changed: number;
}

/** Remove what nobody needs. Files that a running job uses stay, whatever the level. Folders stay. */
export function cleanCache(layout: CacheLayout, options: CleanOptions): CleanReport {
  const inUse = leasedFiles(layout);
  const deleted: string[] = [];
  let bytes = 0;
  let kept = 0;
  for (const entry of listCache(layout)) {
    if (!isDispensable(entry, options, inUse)) {
      kept++;
      continue;
    }
    if (!options.simulate) rmSync(entry.path, { force: true });
    deleted.push(entry.path);
    bytes += entry.bytes;
  }
  return { deleted, bytes, kept };
}

/** Everything in the cache but the leases. */
export function listCache(layout: CacheLayout): readonly CacheEntry[] {
  let names: readonly string[];
  try {
    names = readdirSync(layout.folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
  const entries: CacheEntry[] = [];
  for (const name of names) {
    const path = join(layout.folder, name);
    if (path.startsWith(layout.leases + sep)) continue;
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isFile()) entries.push({ path, bytes: found.size, changed: found.mtimeMs });
  }
  return entries;
}

function isDispensable(entry: CacheEntry, options: CleanOptions, inUse: ReadonlySet<string>): boolean {
  const { path } = entry;
  const writer = writerOf(path);
  if (writer !== undefined) return !isAlive(writer) || options.now - entry.changed > 100 * UNKNOWN_MS;
  const target = targetOfJob(path) ?? path;
  if (inUse.has(target)) return false;
  if (options.level >= LEVEL_ALL) return true;
  const isOld = options.now - entry.changed > UNKNOWN_MS;
  const job = readJobFile(target);
  if (!job) return isOld;
  // A job file is written just before its target is put in place.
  if (path === jobPathOf(target) && !existsSync(target)) return isOld;
  return isExpired(job, options.now) || !job.source_files.every(file => existsSync(file));
}
