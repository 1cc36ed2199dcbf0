import { fail } from '../../shared/error/coded-error.ts';
import { problemOf, type ProblemReport } from '../../shared/error/problem.ts';
import type { InstanceStatus } from '../../shared/plugin/backend.ts';
import type { Clock, Dispose } from '../../shared/plugin/common.ts';
import type { ProblemStore } from './problem-store.ts';

/** A device that comes back within this time, in ms, was not worth a problem. */
export const SETTLE = 1500;

const OWNER = 'status';
const CODE = 'backend.not-ready';

/** An instance and how it is, as far as this needs to know. */
export interface StatusView {
  readonly status: InstanceStatus;
  readonly config: { readonly name: string };
}

/**
 * An instance that is not ready is a problem until it is: the list of problems says what the nodes show. One that says
 * itself what is wrong is left alone.
 */
export class StatusProblems {
  /** `Clock.now()` since when an instance is not ready. */
  readonly #since = new Map<string, number>();
  #stopTimer: Dispose | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly problems: ProblemStore,
    private readonly instances: () => readonly StatusView[],
  ) {}

  /** A status is another, or an instance came or went. */
  changed(): void {
    const now = this.clock.now();
    const troubled = this.instances().filter(isTroubled);
    const names = new Set(troubled.map(one => one.config.name));
    for (const name of this.#since.keys()) if (!names.has(name)) this.#since.delete(name);
    for (const name of names) if (!this.#since.has(name)) this.#since.set(name, now);
    const settled = troubled.filter(one => now - (this.#since.get(one.config.name) ?? now) >= SETTLE);
    this.problems.replace(OWNER, this.#reportsOf(settled));
    if (settled.length < troubled.length) this.#stopTimer ??= this.clock.after(SETTLE, () => this.#again());
  }

  stop(): void {
    this.#stopTimer?.();
  }

  #again(): void {
    this.#stopTimer = undefined;
    this.changed();
  }

  #reportsOf(settled: readonly StatusView[]): ProblemReport[] {
    if (settled.length === 0) return [];
    const explained = new Set(
      this.problems
        .list()
        .flatMap(({ code, place }) => (code !== CODE && 'instance' in place ? [place.instance] : [])),
    );
    return settled.flatMap(({ config: { name }, status: { state, detail } }) => {
      if (explained.has(name)) return [];
      const error = fail(CODE, { instance: name, reason: detail.replace(/\.$/, '') });
      return [
        problemOf(error, { kind: 'instance', instance: name }, state === 'waiting' ? 'warning' : 'error'),
      ];
    });
  }
}

function isTroubled({ status: { state } }: StatusView): boolean {
  return state === 'waiting' || state === 'error' || state === 'unavailable';
}
