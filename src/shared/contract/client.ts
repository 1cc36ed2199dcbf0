import { CodedError, fail } from '../error/coded-error.ts';
import type { CallName, CallParams, CallResult, EventName, Events } from './contract.ts';
import type { Fault, Frame, Message, Port } from './port.ts';

interface Waiting {
  resolve(result: unknown): void;
  reject(error: CodedError): void;
}

/** The window's end of the contract. */
export class ContractClient {
  readonly #port: Port;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<string, Set<(payload: never) => void>>();
  readonly #closed = new Set<() => void>();
  #lastId = 0;
  #open = true;

  /** `onValues` gets every binary frame as it is. */
  constructor(port: Port, onValues: (frame: ArrayBuffer) => void) {
    this.#port = port;
    port.onFrame(frame => {
      if (frame instanceof ArrayBuffer) onValues(frame);
      else this.#take(frame);
    });
    port.onClose(() => this.#close());
  }

  /** Rejects with the coded error that the engine answered, or `contract.closed`. */
  call<N extends CallName>(name: N, params: CallParams<N>): Promise<CallResult<N>> {
    if (!this.#open) return Promise.reject(fail('contract.closed', {}));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      this.#port.post({ t: 'call', id, name, params });
    });
  }

  /** Values that a person moved; see `encodeValues`. */
  sendValues(frame: ArrayBuffer): void {
    if (this.#open) this.#port.post(frame);
  }

  on<N extends EventName>(name: N, listener: (payload: Events[N]) => void): () => void {
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set);
    set.add(listener);
    return () => set.delete(listener);
  }

  onClose(listener: () => void): () => void {
    this.#closed.add(listener);
    return () => this.#closed.delete(listener);
  }

  close(): void {
    this.#port.close();
    this.#close();
  }

  #take(message: Exclude<Frame, ArrayBuffer>): void {
    if (message.t === 'event') return this.#dispatch(message);
    if (message.t === 'call') return;
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    this.#waiting.delete(message.id);
    if (message.t === 'reply') waiting.resolve(message.result);
    else waiting.reject(errorOf(message.fault));
  }

  #dispatch(message: Extract<Message, { t: 'event' }>): void {
    for (const listener of this.#listeners.get(message.name) ?? []) listener(message.payload as never);
  }

  #close(): void {
    if (!this.#open) return;
    this.#open = false;
    for (const waiting of this.#waiting.values()) waiting.reject(fail('contract.closed', {}));
    this.#waiting.clear();
    for (const listener of this.#closed) listener();
  }
}

function errorOf(fault: Fault): CodedError {
  return new CodedError(fault.code, fault.message, fault.help, fault.details);
}
