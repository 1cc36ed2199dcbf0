import type { Fault, FaultReport } from '../link/messages.ts';

/** Different faults between two reports; more are not told. */
const MOST = 32;

/** Gathers equal faults, so that a handler that fails 10,000 times a second does not send as many messages. */
export class FaultDigest {
  readonly #waiting = new Map<string, FaultReport>();
  #lastSent = -Infinity;

  constructor(
    private readonly send: (report: FaultReport) => void,
    private readonly everyMs: number,
  ) {}

  add(fault: Fault, now: number, trigger: Pick<FaultReport, 'local' | 'value'>): void {
    const key = `${fault.kind} ${fault.file ?? ''}:${fault.line ?? 0} ${fault.message}`;
    const known = this.#waiting.get(key);
    if (!known && this.#waiting.size >= MOST) return;
    this.#waiting.set(key, { ...fault, ...trigger, count: (known?.count ?? 0) + 1 });
    this.flush(now);
  }

  /** Send what waits, unless the last report was just now. */
  flush(now: number): void {
    if (this.#waiting.size === 0 || now - this.#lastSent < this.everyMs) return;
    this.#lastSent = now;
    for (const report of this.#waiting.values()) this.send(report);
    this.#waiting.clear();
  }

  /** True when a report waits for its time. */
  get pending(): boolean {
    return this.#waiting.size > 0;
  }
}
