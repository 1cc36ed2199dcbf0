import type { CallName } from '../../shared/contract/contract.ts';
import type { Link } from '../link/link.ts';

type Answer = (params: never) => unknown;

/** A line to no engine: a test says what calls answer, and announces events itself. */
export class StubLink {
  readonly calls: { readonly name: string; readonly params: Readonly<Record<string, unknown>> }[] = [];
  readonly answers: Partial<Record<CallName, Answer>> = {};
  readonly #listeners: [string, (payload: unknown) => void][] = [];
  readonly #opened: (() => void)[] = [];

  get link(): Link {
    return this as unknown as Link;
  }

  async call(name: CallName, params: Record<string, unknown>): Promise<unknown> {
    this.calls.push({ name, params });
    const answer = this.answers[name];
    if (!answer) throw new Error(`${name} has no answer`);
    return answer(params as never);
  }

  on(name: string, listener: (payload: unknown) => void): () => void {
    this.#listeners.push([name, listener]);
    return () => undefined;
  }

  onOpen(listener: () => void): void {
    this.#opened.push(listener);
  }

  open(): void {
    for (const listener of this.#opened) listener();
  }

  announce(name: string, payload: unknown): void {
    for (const [wanted, listener] of this.#listeners) if (wanted === name) listener(payload);
  }

  /** Parameters of the calls of one name. */
  of(name: CallName): readonly Readonly<Record<string, unknown>>[] {
    return this.calls.filter(one => one.name === name).map(one => one.params);
  }
}
