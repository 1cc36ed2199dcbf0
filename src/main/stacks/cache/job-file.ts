import { readFileSync } from 'node:fs';
import { writeTextWhole } from './atomic.ts';

/** What lies beside every file of the cache, so that a clean-up knows when it may go. The names are VTServer's. */
export interface JobFile {
  readonly target_file: string;
  /** Absolute paths of what it was made from; when one is gone, so is the reason to keep it. */
  readonly source_files: readonly string[];
  /** When it may be removed, moved on with every use; null for never. */
  readonly cache_expiration: { readonly date: string; readonly hours: number } | null;
  readonly stack: unknown;
  /** Versions of the modules that made it. */
  readonly versions: Readonly<Record<string, string>>;
  readonly seed: unknown;
}

const HOUR_MS = 3_600_000;

/** The job file of a target: the extension becomes `.job`, but all formats keep one of their own. */
export function jobPathOf(target: string): string {
  return `${target}.job`;
}

/** The target of a job file's path; undefined when it is none. */
export function targetOfJob(path: string): string | undefined {
  return path.endsWith('.job') ? path.slice(0, -'.job'.length) : undefined;
}

export function expirationAt(now: number, hours: number | null): JobFile['cache_expiration'] {
  return hours === null ? null : { date: new Date(now + hours * HOUR_MS).toISOString(), hours };
}

export function writeJobFile(job: JobFile): void {
  writeTextWhole(jobPathOf(job.target_file), `${JSON.stringify(job, undefined, 1)}\n`);
}

/** Undefined when there is none that can be read. */
export function readJobFile(target: string): JobFile | undefined {
  try {
    const read = JSON.parse(readFileSync(jobPathOf(target), 'utf8')) as Partial<JobFile> | null;
    if (!read || typeof read.target_file !== 'string' || !Array.isArray(read.source_files)) return undefined;
    const expiration = read.cache_expiration ?? null;
    if (expiration && !Number.isFinite(Date.parse(expiration.date))) return undefined;
    return { stack: [], versions: {}, seed: null, ...read, cache_expiration: expiration } as JobFile;
  } catch {
    return undefined;
  }
}

export function isExpired(job: JobFile, now: number): boolean {
  return job.cache_expiration !== null && Date.parse(job.cache_expiration.date) <= now;
}
