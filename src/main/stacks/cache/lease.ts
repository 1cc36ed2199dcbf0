import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Dispose } from '../../../shared/plugin/common.ts';
import { writeTextWhole } from './atomic.ts';
import type { CacheLayout } from './layout.ts';

const LEASE = /^(\d+)-\d+\.json$/;
let count = 0;

/** Say on disk that a job uses these files, so that a cleaner in another process leaves them alone. */
export function takeLease(layout: CacheLayout, files: Iterable<string>): Dispose {
  const path = join(layout.leases, `${process.pid}-${++count}.json`);
  try {
    mkdirSync(layout.leases, { recursive: true });
    writeTextWhole(path, JSON.stringify([...files]));
  } catch {
    // Without room for the lease the job will fail by itself, with a better reason.
  }
  return () => rmSync(path, { force: true });
}

/** Every file that a running job of any process uses. Leases of processes that are gone are removed. */
export function leasedFiles(layout: CacheLayout): Set<string> {
  const files = new Set<string>();
  for (const name of listed(layout.leases)) {
    const pid = Number(LEASE.exec(name)?.[1] ?? 0);
    if (pid === 0) continue;
    const path = join(layout.leases, name);
    if (isAlive(pid)) for (const file of readLease(path)) files.add(file);
    else rmSync(path, { force: true });
  }
  return files;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not ours to signal means that it lives.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readLease(path: string): readonly string[] {
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return Array.isArray(read) ? read.filter(file => typeof file === 'string') : [];
  } catch {
    return [];
  }
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
