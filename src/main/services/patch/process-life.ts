import { readFileSync } from 'node:fs';
import { systemCode } from '../../../shared/error/system-reason.ts';

/** A process as it can be told from a later one with the same number. */
export interface ProcessMark {
  readonly pid: number;
  /** When it started, in the system's own unit; empty where that cannot be known. */
  readonly started: string;
}

export function ownProcess(): ProcessMark {
  return { pid: process.pid, started: startOf(process.pid) };
}

/** True while that very process runs. */
export function isAlive({ pid, started }: ProcessMark): boolean {
  try {
    process.kill(pid, 0);
  } catch (thrown) {
    // EPERM: it runs, as another user.
    if (systemCode(thrown) !== 'EPERM') return false;
  }
  const now = startOf(pid);
  return started === '' || now === '' || now === started;
}

/** Linux: the start time, field 22 of /proc/PID/stat (proc_pid_stat(5)); the name before it may contain anything. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
