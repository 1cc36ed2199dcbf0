import { z } from 'zod';
import { fail, toCodedError } from '../error/coded-error.ts';
import type { ServiceCallable } from '../plugin/service.ts';
import { callSpec } from './contract.ts';
import type { Fault, Frame, Message, Port } from './port.ts';

export interface ServerOptions {
  /** The service of a name, looked up at each call. */
  service(name: string): ServiceCallable | undefined;
  /** A binary frame from a window: values that a person moved. */
  onValues(frame: ArrayBuffer, client: string): void;
  /** A frame that is neither a call nor values. */
  onBadFrame?(reason: string): void;
  onGone?(client: string): void;
}

/** The engine's end of the contract for one window: checks each message, hands it to its service, answers. */
export class ContractServer {
  readonly #port: Port;
  readonly #options: ServerOptions;
  readonly #gone = new AbortController();

  constructor(
    port: Port,
    readonly client: string,
    options: ServerOptions,
  ) {
    this.#port = port;
    this.#options = options;
    port.onFrame(frame => this.#take(frame));
    port.onClose(() => {
      this.#gone.abort();
      options.onGone?.(client);
    });
  }

  publish(name: string, payload: unknown): void {
    this.#port.post({ t: 'event', name, payload });
  }

  sendValues(frame: ArrayBuffer): void {
    this.#port.post(frame);
  }

  close(): void {
    this.#port.close();
  }

  #take(frame: Frame): void {
    if (frame instanceof ArrayBuffer) return this.#options.onValues(frame, this.client);
    const call = readCall(frame);
    if (!call) return this.#options.onBadFrame?.('it has not the shape of a call');
    void this.#answer(call).then(message => this.#port.post(message));
  }

  async #answer(call: Extract<Message, { t: 'call' }>): Promise<Message> {
    try {
      return { t: 'reply', id: call.id, result: await this.#run(call) };
    } catch (thrown) {
      const { code, message, help, details } = toCodedError(thrown);
      const fault: Fault = { code, message, help, details };
      return { t: 'fault', id: call.id, fault };
    }
  }

  #run(call: Extract<Message, { t: 'call' }>): Promise<unknown> {
    const spec = callSpec(call.name);
    const dot = call.name.indexOf('.');
    const service = spec && this.#options.service(call.name.slice(0, dot));
    if (!spec || !service) throw fail('contract.unknown-call', { name: call.name.slice(0, 100) });
    const parsed = spec.params.safeParse(call.params);
    if (!parsed.success) {
      throw fail('contract.bad-params', {
        name: call.name,
        reason: z.prettifyError(parsed.error).slice(0, 500),
      });
    }
    const request = { ...(parsed.data as object), op: call.name.slice(dot + 1) };
    return service(request, { client: this.client, signal: this.#gone.signal });
  }
}

function readCall(frame: unknown): Extract<Message, { t: 'call' }> | undefined {
  if (typeof frame !== 'object' || frame === null) return undefined;
  const { t, id, name, params } = frame as Record<string, unknown>;
  if (t !== 'call' || typeof id !== 'number' || !Number.isSafeInteger(id) || typeof name !== 'string') {
    return undefined;
  }
  return { t, id, name, params };
}
