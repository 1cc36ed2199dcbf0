import { ContractServer } from '../shared/contract/server.ts';
import type { Port } from '../shared/contract/port.ts';
import { decodeValues, encodeValues } from '../shared/contract/values.ts';
import type { Clock, Dispose, Logger } from '../shared/plugin/common.ts';
import type { EventBus, ServiceCallable } from '../shared/plugin/service.ts';
import type { ValueFeed } from './core/value-feed.ts';

/** Value frames a second. */
const FRAME_RATE = 30;

export interface ClientsOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly bus: EventBus;
  readonly feed: ValueFeed;
  service(name: string): ServiceCallable | undefined;
  /** A person moved an on-screen control. */
  touch(index: number, value: number): void;
}

/** The windows that are attached: each speaks the contract, all hear the same events and values. */
export class Clients {
  readonly #servers = new Set<ContractServer>();
  readonly #options: ClientsOptions;
  readonly #unsubscribe: Dispose;
  #stopFrames: Dispose | undefined;

  constructor(options: ClientsOptions) {
    this.#options = options;
    this.#unsubscribe = options.bus.subscribe((event, payload) => {
      for (const server of this.#servers) server.publish(event, payload);
    });
  }

  attach(port: Port, client: string): void {
    const server = new ContractServer(port, client, {
      service: name => this.#options.service(name),
      onValues: frame => decodeValues(frame, (index, value) => this.#options.touch(index, value)),
      onBadFrame: reason => this.#options.log.warn(`a frame from window ${client} was dropped: ${reason}`),
      onGone: () => this.#gone(server),
    });
    this.#servers.add(server);
    this.#stopFrames ??= this.#options.clock.every(1000 / FRAME_RATE, () => this.#sendFrame());
  }

  close(): void {
    this.#unsubscribe();
    this.#stopFrames?.();
    for (const server of [...this.#servers]) server.close();
    this.#servers.clear();
  }

  #sendFrame(): void {
    const { feed } = this.#options;
    if (!feed.collect()) return;
    // A frame of its own for each window: a MessagePort may take the buffer away.
    for (const server of this.#servers) {
      server.sendValues(encodeValues(feed.indexes, feed.values, feed.count));
    }
  }

  #gone(server: ContractServer): void {
    this.#servers.delete(server);
    if (this.#servers.size > 0) return;
    this.#stopFrames?.();
    this.#stopFrames = undefined;
  }
}
