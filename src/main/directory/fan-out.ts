import { messageOf } from '../../shared/error/coded-error.ts';
import type { Clock, Dispose } from '../../shared/plugin/common.ts';
import type { CatalogueCall, Outcome, OutcomeReason, QueryArgs, Source } from '../../shared/plugin/source.ts';
import { type SourceHandle, SourceUnavailable } from './source-handle.ts';

/** One question, asked of each source. Undefined from `ask` says that the source has no such method. */
export interface Question<T> {
  ask(source: Source, args: QueryArgs, name: string): T | Promise<T> | undefined;
  /** What is wrong with an answer; undefined when nothing is. */
  fault(answer: T): string | undefined;
  /** This answer is enough: the others are cancelled. */
  enough?(answer: T): boolean;
  each?(outcome: Outcome<T>): void;
}

const WORDS: Readonly<Record<'timeout' | 'cancelled', string>> = {
  timeout: 'it did not answer in time',
  cancelled: 'it was given up',
};

/** Ask all sources at once. Resolves when all have answered, time is up, or the call is given up; never rejects. */
export function askAll<T>(
  clock: Clock,
  handles: readonly (SourceHandle | string)[],
  question: Question<T>,
  call: CatalogueCall,
): Promise<readonly Outcome<T>[]> {
  return new Promise(resolve => new Asking(clock, handles, question, call, resolve).begin());
}

class Asking<T> {
  readonly #outcomes: (Outcome<T> | undefined)[];
  readonly #abort = new AbortController();
  readonly #started: number;
  #left: number;
  #finished = false;
  #stopTimer: Dispose | undefined;
  #args: QueryArgs | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly handles: readonly (SourceHandle | string)[],
    private readonly question: Question<T>,
    private readonly call: CatalogueCall,
    private readonly resolve: (outcomes: readonly Outcome<T>[]) => void,
  ) {
    this.#outcomes = new Array<Outcome<T> | undefined>(handles.length);
    this.#left = handles.length;
    this.#started = clock.now();
  }

  begin(): void {
    const { signal, timeout } = this.call;
    if (signal?.aborted === true || this.#left === 0) return this.#finish('cancelled');
    this.handles.forEach((handle, at) => {
      if (!this.#finished) this.#askOne(handle, at);
    });
    if (this.#finished) return;
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (Number.isFinite(timeout)) this.#stopTimer = this.clock.after(timeout, () => this.#finish('timeout'));
  }

  readonly #onAbort = () => this.#finish('cancelled');

  /** A source that answers at once costs no promise: most do. */
  #askOne(handle: SourceHandle | string, at: number): void {
    if (typeof handle === 'string') return this.#fault(at, 'unavailable', 'there is no such source');
    try {
      const source = handle.use();
      const answer =
        source instanceof Promise ? source.then(one => this.#put(one, handle)) : this.#put(source, handle);
      if (isPromise(answer)) {
        answer.then(
          value => this.#take(at, value),
          (thrown: unknown) => this.#threw(at, thrown),
        );
      } else this.#take(at, answer);
    } catch (thrown) {
      this.#threw(at, thrown);
    }
  }

  /** Frozen, so that one object does for all sources: none can change what another one gets. */
  #put(source: Source, handle: SourceHandle): T | Promise<T> | undefined {
    const { user, profile, limit } = this.call;
    this.#args ??= Object.freeze({
      user,
      profile,
      signal: this.#abort.signal,
      ...(limit === undefined ? {} : { limit }),
    });
    return this.question.ask(source, this.#args, handle.name);
  }

  #take(at: number, answer: T | undefined): void {
    if (this.#finished) return;
    if (answer === undefined) return this.#fault(at, 'unsupported', 'it cannot do that');
    let fault: string | undefined;
    try {
      fault = this.question.fault(answer);
    } catch (thrown) {
      fault = messageOf(thrown);
    }
    if (fault !== undefined) return this.#fault(at, 'error', fault);
    this.#settle(at, { source: this.#nameOf(at), ok: true, value: answer, ms: this.#ms() });
    if (this.question.enough?.(answer) === true) this.#finish('cancelled');
  }

  #threw(at: number, thrown: unknown): void {
    const reason = thrown instanceof SourceUnavailable ? 'unavailable' : 'error';
    this.#fault(at, reason, messageOf(thrown));
  }

  #fault(at: number, reason: OutcomeReason, message: string): void {
    this.#settle(at, { source: this.#nameOf(at), ok: false, reason, message, ms: this.#ms() });
  }

  #settle(at: number, outcome: Outcome<T>): void {
    if (this.#finished || this.#outcomes[at]) return;
    this.#outcomes[at] = outcome;
    this.#left--;
    this.question.each?.(outcome);
    if (this.#left === 0) this.#finish('cancelled');
  }

  /** Whoever has not answered has `reason` as its outcome, and is told to stop. */
  #finish(reason: 'timeout' | 'cancelled'): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#stopTimer?.();
    this.call.signal?.removeEventListener('abort', this.#onAbort);
    const ms = this.#ms();
    const late = this.#left > 0;
    const outcomes = this.handles.map((_, at): Outcome<T> => {
      const known = this.#outcomes[at];
      if (known) return known;
      const outcome = { source: this.#nameOf(at), ok: false, reason, message: WORDS[reason], ms } as const;
      this.question.each?.(outcome);
      return outcome;
    });
    if (late) this.#abort.abort();
    this.resolve(outcomes);
  }

  #nameOf(at: number): string {
    const handle = this.handles[at];
    return typeof handle === 'string' ? handle : (handle?.name ?? '');
  }

  #ms(): number {
    return this.clock.now() - this.#started;
  }
}

function isPromise<T>(value: T | Promise<T> | undefined): value is Promise<T> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
