import type { LogLine } from '../../shared/contract/calls/monitor.ts';
import type { Clock, Logger, LogLevel } from '../../shared/plugin/common.ts';

/** Lines kept for windows that open later. */
const KEEP = 2000;
/** A source may write so many lines a second; what it writes beyond is counted and said in one line. */
const LINES_PER_SECOND = 200;

interface Budget {
  since: number;
  lines: number;
  held: number;
}

/** Where all log lines of the engine come together. A source that floods is held back, not the others. */
export class LogHub {
  readonly #lines: LogLine[] = [];
  readonly #listeners = new Set<(line: LogLine) => void>();
  readonly #budgets = new Map<string, Budget>();
  #seq = 0;

  constructor(
    private readonly clock: Clock,
    private readonly verbose: boolean,
  ) {}

  logger(source: string): Logger {
    const at = (level: LogLevel) => (text: string) => this.#write(level, source, text);
    return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  }

  /** The newest lines, oldest first. */
  recent(limit: number): readonly LogLine[] {
    return this.#lines.slice(-limit);
  }

  onLine(listener: (line: LogLine) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #write(level: LogLevel, source: string, text: string): void {
    if (level === 'debug' && !this.verbose) return;
    const budget = this.#budgetOf(source);
    if (budget.lines >= LINES_PER_SECOND) {
      budget.held++;
      return;
    }
    budget.lines++;
    this.#put(level, source, text);
  }

  #budgetOf(source: string): Budget {
    const now = this.clock.now();
    const budget = this.#budgets.get(source);
    if (budget && now - budget.since < 1000) return budget;
    if (budget && budget.held > 0) this.#put('warn', source, `${budget.held} more lines were held back`);
    const fresh = { since: now, lines: 0, held: 0 };
    this.#budgets.set(source, fresh);
    return fresh;
  }

  #put(level: LogLevel, source: string, text: string): void {
    const line: LogLine = { seq: ++this.#seq, time: this.clock.wall(), level, source, text };
    this.#lines.push(line);
    if (this.#lines.length > KEEP * 2) this.#lines.splice(0, KEEP);
    for (const listener of this.#listeners) listener(line);
  }
}
