import { ContractClient } from '../../shared/contract/client.ts';
import type { CallName, CallParams, CallResult, EventName, Events } from '../../shared/contract/contract.ts';
import type { Port } from '../../shared/contract/port.ts';
import { fail } from '../../shared/error/coded-error.ts';

export type LinkState = 'connecting' | 'open' | 'lost';

const FIRST_RETRY = 300;
const LAST_RETRY = 5000;

interface Listening {
  readonly name: EventName;
  readonly listener: (payload: never) => void;
  off: (() => void) | undefined;
}

/**
 * The window's line to the engine. It survives the engine: listeners stay, a lost connection is opened again with
 * growing pauses (0.3 to 5 s), and `onOpen` runs each time so that the model can load afresh.
 */
export class Link {
  readonly #open: () => Promise<Port>;
  readonly #listeners = new Set<Listening>();
  readonly #opened: (() => void)[] = [];
  readonly #states: ((state: LinkState) => void)[] = [];
  #values: (frame: ArrayBuffer) => void = () => undefined;
  #client: ContractClient | undefined;
  #retry = FIRST_RETRY;

  constructor(open: () => Promise<Port>) {
    this.#open = open;
  }

  /** Begin to connect, and never give up. */
  start(): void {
    this.#announce('connecting');
    void this.#connect();
  }

  call<N extends CallName>(name: N, params: CallParams<N>): Promise<CallResult<N>> {
    return this.#client?.call(name, params) ?? Promise.reject(fail('contract.closed', {}));
  }

  sendValues(frame: ArrayBuffer): void {
    this.#client?.sendValues(frame);
  }

  on<N extends EventName>(name: N, listener: (payload: Events[N]) => void): () => void {
    const listening: Listening = { name, listener, off: this.#client?.on(name, listener) };
    this.#listeners.add(listening);
    return () => {
      this.#listeners.delete(listening);
      listening.off?.();
    };
  }

  onValues(listener: (frame: ArrayBuffer) => void): void {
    this.#values = listener;
  }

  onOpen(listener: () => void): void {
    this.#opened.push(listener);
  }

  onState(listener: (state: LinkState) => void): void {
    this.#states.push(listener);
  }

  async #connect(): Promise<void> {
    try {
      this.#attach(await this.#open());
    } catch {
      this.#announce('lost');
      setTimeout(() => void this.#connect(), this.#retry);
      this.#retry = Math.min(LAST_RETRY, this.#retry * 1.6);
    }
  }

  #attach(port: Port): void {
    const client = new ContractClient(port, frame => this.#values(frame));
    this.#client = client;
    this.#retry = FIRST_RETRY;
    for (const one of this.#listeners)
      one.off = client.on<EventName>(one.name, one.listener as (payload: unknown) => void);
    client.onClose(() => {
      this.#client = undefined;
      this.#announce('lost');
      setTimeout(() => void this.#connect(), FIRST_RETRY);
    });
    this.#announce('open');
    for (const listener of this.#opened) listener();
  }

  #announce(state: LinkState): void {
    for (const listener of this.#states) listener(state);
  }
}
