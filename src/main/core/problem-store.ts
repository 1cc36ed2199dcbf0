import { type Problem, type ProblemReport, problemId } from '../../shared/error/problem.ts';
import type { Clock, ProblemReporter } from '../../shared/plugin/common.ts';

/** All that is wrong now. Each problem belongs to an owner, who takes it back when it is over. */
export class ProblemStore {
  readonly #byOwner = new Map<string, Map<string, Problem>>();
  readonly #listeners = new Set<() => void>();

  constructor(private readonly clock: Clock) {}

  /** The same trouble at the same place again raises its count. */
  report(owner: string, report: ProblemReport): void {
    const mine = this.#byOwner.get(owner) ?? new Map<string, Problem>();
    this.#byOwner.set(owner, mine);
    const id = problemId(report);
    const known = mine.get(id);
    mine.set(id, {
      ...report,
      id,
      help: report.help ?? '',
      fixes: report.fixes ?? [],
      since: known?.since ?? this.clock.wall(),
      count: (known?.count ?? 0) + 1,
    });
    this.#changed();
  }

  /** Take back the owner's problems of that code, or all of them. */
  clear(owner: string, code?: string): void {
    const mine = this.#byOwner.get(owner);
    if (!mine || mine.size === 0) return;
    const before = mine.size;
    for (const [id, problem] of mine) if (code === undefined || problem.code === code) mine.delete(id);
    if (mine.size !== before) this.#changed();
  }

  /** Replace all problems of an owner; one that stays keeps its time and count. */
  replace(owner: string, reports: readonly ProblemReport[]): void {
    const before = this.#byOwner.get(owner);
    const after = new Map<string, Problem>();
    for (const report of reports) {
      const id = problemId(report);
      const known = before?.get(id);
      const { since, count } = known ?? { since: this.clock.wall(), count: 1 };
      after.set(id, { ...report, id, help: report.help ?? '', fixes: report.fixes ?? [], since, count });
    }
    if ((before?.size ?? 0) === 0 && after.size === 0) return;
    this.#byOwner.set(owner, after);
    this.#changed();
  }

  reporter(owner: string): ProblemReporter {
    return {
      report: problem => this.report(owner, problem),
      clear: code => this.clear(owner, code),
    };
  }

  /** Errors first, then in the order of their first time. */
  list(): Problem[] {
    const rank = { error: 0, warning: 1, info: 2 };
    const all = [...this.#byOwner.values()].flatMap(mine => [...mine.values()]);
    return all.sort((a, b) => rank[a.severity] - rank[b.severity] || a.since - b.since);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
