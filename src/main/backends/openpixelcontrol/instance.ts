import { retryIn, Troubles } from '../../../shared/net/troubles.ts';
import type {
  BackendInstance,
  ChannelUse,
  EventBatch,
  InstanceArgs,
} from '../../../shared/plugin/backend.ts';
import { type Component, componentName, componentOf, refuseComponent } from './channels.ts';
import { levelAt, makeMessage, MessageReader, SET_16BIT, SET_8BIT } from './codec.ts';
import type { OpcConfig } from './config.ts';
import { Client, Listener } from './connection.ts';
import { StripInput, StripOutput } from './strips.ts';

/** One client, one server, or both. */
export class OpcInstance implements BackendInstance {
  readonly #components: (Component | undefined)[] = [];
  readonly #inputs = new Map<number, StripInput>();
  readonly #outputs = new Map<number, StripOutput>();
  /** By local number: where its events go. */
  readonly #targets: (StripOutput | undefined)[] = [];
  readonly #client: Client | undefined;
  readonly #listener: Listener | undefined;
  /** Why it is not ready, by side. */
  readonly #waiting = new Map<'client' | 'server', string>();
  readonly #troubles: Troubles;
  #peers = 0;

  constructor(
    private readonly args: InstanceArgs,
    private readonly config: OpcConfig,
  ) {
    this.#troubles = new Troubles(args);
    for (const problem of config.problems) args.problems.report(problem);
    const { sendTo, listenOn } = config;
    if (sendTo) this.#client = this.#makeClient();
    if (listenOn) this.#listener = this.#makeListener();
    if (sendTo) this.#waiting.set('client', `connecting to ${sendTo.host}`);
    if (listenOn) this.#waiting.set('server', `opening port ${listenOn.port}`);
    this.#status();
    this.#client?.start();
    this.#listener?.start();
  }

  addChannel(local: number, channel: string, use: ChannelUse): void {
    const component = componentOf(this.args.name, channel);
    const { strip, index } = component;
    if (use.source && strip === 0) {
      throw refuseComponent(this.args.name, channel, 'all strips at once can only be sent to');
    }
    this.removeChannel(local);
    this.#components[local] = component;
    if (use.source) this.#input(strip).listen(index, local);
    if (!use.target) return;
    const output = this.#outputs.get(strip) ?? new StripOutput(strip);
    this.#outputs.set(strip, output);
    output.use(index);
    this.#targets[local] = output;
    if (!this.config.sendTo) this.#troubles.badOption('destination', 'is needed to send');
  }

  removeChannel(local: number): void {
    const component = this.#components[local];
    if (component) this.#inputs.get(component.strip)?.ignore(component.index);
    this.#components[local] = undefined;
    this.#targets[local] = undefined;
  }

  receive({ locals, values, start, end }: EventBatch): void {
    for (let i = start; i < end; i++) {
      const local = locals[i] as number;
      const output = this.#targets[local];
      const component = this.#components[local];
      if (!output || !component) continue;
      const level = this.#level(values[i] as number);
      // The stream keeps every value: what would be overwritten is sent first.
      if (output.clashes(component.index, level)) this.#send(output);
      output.write(component.index, level);
    }
    for (const output of this.#outputs.values()) if (output.dirty) this.#send(output);
  }

  unload(): void {
    this.#client?.close();
    this.#listener?.close();
  }

  /** As 16 bit, rounded to what is sent: levels that look alike on the wire are alike. */
  #level(value: number): number {
    return this.config.wide ? Math.round(value * 65535) : Math.round(value * 255) * 257;
  }

  #send(output: StripOutput): void {
    const { counters, clock } = this.args;
    if (!this.#client?.ready) {
      // It stays dirty or used: the newest levels go out when the peer is there or has caught up.
      counters.dropped++;
      return;
    }
    this.#client.send(makeMessage(output.strip, output.levels, output.count, this.config.wide));
    output.sent();
    counters.sent++;
    counters.lastActivity = clock.now();
  }

  #makeClient(): Client {
    const to = this.config.sendTo ?? { host: '', port: 0, words: [] };
    return new Client(to, this.args.clock, {
      connected: () => {
        this.#waiting.delete('client');
        this.#troubles.reaches();
        for (const output of this.#outputs.values()) if (output.used) this.#send(output);
        this.#status();
      },
      drained: () => {
        for (const output of this.#outputs.values()) if (output.dirty) this.#send(output);
      },
      lost: (reason, retryMs) => {
        const address = `${to.host} port ${to.port}`;
        this.#troubles.cannotReach('destination', address, reason);
        this.#waiting.set('client', `no connection to ${address}: ${reason}; ${retryIn(retryMs)}`);
        this.#status();
      },
    });
  }

  #makeListener(): Listener {
    const on = this.config.listenOn ?? { host: '', port: 0, words: [] };
    const address = `${on.host} port ${on.port}`;
    return new Listener(on, this.args.clock, {
      opened: () => {
        this.#waiting.delete('server');
        this.#troubles.listens();
        this.#status();
      },
      failed: (reason, retryMs) => {
        this.#troubles.cannotListen('listen', address, reason);
        this.#waiting.set('server', `cannot listen on ${address}: ${reason}; ${retryIn(retryMs)}`);
        this.#status();
      },
      peer: () => {
        const reader = new MessageReader((strip, command, data, offset, length) =>
          this.#message(strip, command, data, offset, length),
        );
        return {
          data: chunk => reader.push(chunk),
          closed: () => {
            if (reader.midMessage) this.args.counters.malformed++;
          },
        };
      },
      peersChanged: count => {
        this.#peers = count;
        this.#status();
      },
    });
  }

  #message(strip: number, command: number, data: Uint8Array, offset: number, length: number): void {
    if (command !== SET_8BIT && command !== SET_16BIT) return;
    const { counters, clock, detector } = this.args;
    counters.received++;
    counters.lastActivity = clock.now();
    const wide = command === SET_16BIT;
    const count = wide ? length >> 1 : length;
    if (strip !== 0) {
      if (detector.active || this.#inputs.has(strip)) this.#take(strip, data, offset, count, wide);
      return;
    }
    // All strips at once. Who learns is offered strip 1: a message for all reaches it too.
    if (detector.active) this.#input(1);
    for (const known of this.#inputs.keys()) this.#take(known, data, offset, count, wide);
  }

  #take(strip: number, data: Uint8Array, offset: number, count: number, wide: boolean): void {
    const input = this.#input(strip);
    input.grow(count);
    const { detector } = this.args;
    for (let index = 0; index < count; index++) {
      const level = levelAt(data, offset, index, wide);
      if (!input.take(index, level)) continue;
      const local = input.listener(index);
      if (local >= 0) this.args.emit(local, level / 65535);
      else if (detector.active) detector.report(componentName({ strip, index }), level / 65535);
    }
  }

  #input(strip: number): StripInput {
    const input = this.#inputs.get(strip) ?? new StripInput();
    this.#inputs.set(strip, input);
    return input;
  }

  #status(): void {
    const { sendTo, listenOn } = this.config;
    if (this.#waiting.size > 0) {
      return this.args.status({ state: 'waiting', detail: [...this.#waiting.values()].join('; ') });
    }
    const parts = [
      sendTo ? `connected to ${sendTo.host} port ${sendTo.port}` : '',
      listenOn ? `listening on ${listenOn.host} port ${listenOn.port}, ${this.#peers} client(s)` : '',
    ].filter(part => part !== '');
    if (parts.length === 0) {
      return this.args.status({ state: 'error', detail: 'neither "destination" nor "listen" is given' });
    }
    this.args.status({ state: 'ok', detail: parts.join('; ') });
  }
}
