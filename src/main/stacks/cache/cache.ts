import { existsSync, utimesSync } from 'node:fs';
import type { CacheLayout } from './layout.ts';
import { expirationAt, type JobFile, jobPathOf, readJobFile, writeJobFile } from './job-file.ts';

/** A use moves the expiry on disk only when it gains that part of its hours, so that hits stay cheap. */
const WORTH_WRITING = 0.01;

/** What is known about a file when it is made. */
export type Origin = Omit<JobFile, 'target_file' | 'cache_expiration'>;

/** Files that were made once and are found again. */
export class Cache {
  constructor(
    readonly layout: CacheLayout,
    private readonly wall: () => number,
  ) {}

  /** Whether a file is there, whole. A hit is a use: the file is kept for its hours from now, and is evicted last. */
  hit(path: string, hours: number | null): boolean {
    if (!existsSync(path)) return false;
    const job = readJobFile(path);
    if (!job) return false;
    this.#renew(path, job, hours);
    return true;
  }

  /** To be called before a file is put in its place: then there is never a file without its job file. */
  announce(path: string, origin: Origin, hours: number | null): void {
    writeJobFile({ target_file: path, cache_expiration: expirationAt(this.wall(), hours), ...origin });
  }

  #renew(path: string, job: JobFile, hours: number | null): void {
    const now = this.wall();
    const kept = job.cache_expiration;
    const longest = kept === null || hours === null ? null : Math.max(kept.hours, hours);
    const wanted = expirationAt(now, longest);
    const gain = wanted && kept ? Date.parse(wanted.date) - Date.parse(kept.date) : Infinity;
    const worth = kept !== null && gain > WORTH_WRITING * kept.hours * 3_600_000;
    try {
      if (worth) writeJobFile({ ...job, cache_expiration: wanted });
      else utimesSync(jobPathOf(path), now / 1000, now / 1000);
    } catch {
      // A read-only or full cache still answers; it only forgets that the file was used.
    }
  }
}
