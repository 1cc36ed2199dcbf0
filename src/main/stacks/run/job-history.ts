import type { Job } from './job.ts';

const KEPT_MS = 600_000;
const MOST = 200;
/** A failure is told to whoever polls for its result for so long; then the query may be tried again. */
const FAILURE_TOLD_MS = 60_000;

/** Jobs that ended lately. */
export class JobHistory {
  #ended: Job[] = [];

  constructor(private readonly wall: () => number) {}

  add(job: Job): void {
    const others = this.ended().filter(one => one.plan.key !== job.plan.key);
    this.#ended = [job, ...others].slice(0, MOST);
  }

  /** The newest first. */
  ended(): readonly Job[] {
    const oldest = this.wall() - KEPT_MS;
    this.#ended = this.#ended.filter(job => job.endedAt >= oldest);
    return this.#ended;
  }

  /** The failure of a query that was begun without waiting, as long as it is still told. */
  failureOf(key: string): Job | undefined {
    const oldest = this.wall() - FAILURE_TOLD_MS;
    return this.#ended.find(job => job.plan.key === key && job.state === 'failed' && job.endedAt >= oldest);
  }
}
