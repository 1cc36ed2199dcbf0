import type { StackJob, StackJobState } from '../../../shared/contract/calls/stacks.ts';
import { type CodedError, fail, toCodedError } from '../../../shared/error/coded-error.ts';
import type { QueryPlan } from '../query/plan.ts';

/** One query on its way. */
export class Job {
  readonly #controller = new AbortController();
  readonly #fractions: Map<string, number>;
  #state: StackJobState = 'running';
  #endedAt = 0;
  #fault: CodedError | undefined;
  #done: Promise<void> = Promise.resolve();

  constructor(
    readonly plan: QueryPlan,
    readonly startedAt: number,
    parts: Iterable<string>,
    readonly cached: boolean,
  ) {
    this.#fractions = new Map([...parts].map(path => [path, 0]));
    if (cached) {
      this.#state = 'done';
      this.#endedAt = startedAt;
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }
  get state(): StackJobState {
    return this.#state;
  }
  get endedAt(): number {
    return this.#endedAt;
  }
  get fault(): CodedError | undefined {
    return this.#fault;
  }
  /** Resolves when the job has ended, in whatever way. */
  get done(): Promise<void> {
    return this.#done;
  }

  /** Follow the work; the state changes when it is over. */
  follow(work: Promise<void>, wall: () => number, changed: () => void): void {
    this.#done = work
      .then(
        () => this.#end('done', wall()),
        (error: unknown) => {
          this.#fault = toCodedError(error);
          this.#end(this.signal.aborted ? 'cancelled' : 'failed', wall());
        },
      )
      .then(changed);
  }

  cancel(): boolean {
    if (this.#state !== 'running') return false;
    this.#controller.abort();
    return true;
  }

  /** A part of the work has come so far; false when it is none of this job's. */
  progress(path: string, fraction: number): boolean {
    const before = this.#fractions.get(path);
    if (before === undefined || fraction <= before) return false;
    this.#fractions.set(path, Math.min(1, fraction));
    return true;
  }

  info(): StackJob {
    const { plan, startedAt, cached } = this;
    return {
      id: plan.key,
      state: this.#state,
      progress: this.#progress(),
      title: plan.title,
      startedAt,
      endedAt: this.#endedAt,
      details: this.#state === 'done' ? plan.path : (this.#fault?.message ?? ''),
      code: this.#fault?.code ?? '',
      cached,
    };
  }

  #progress(): number {
    if (this.#state === 'done') return 1;
    let sum = 0;
    for (const fraction of this.#fractions.values()) sum += fraction;
    return this.#fractions.size === 0 ? 0 : sum / this.#fractions.size;
  }

  #end(state: StackJobState, at: number): void {
    this.#state = state;
    this.#endedAt = at;
    if (state === 'cancelled') this.#fault = fail('stack.cancelled', {});
  }
}
