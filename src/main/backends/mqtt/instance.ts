import { retryIn, Troubles } from '../../../shared/net/troubles.ts';
import type {
  BackendInstance,
  ChannelUse,
  EventBatch,
  InstanceArgs,
} from '../../../shared/plugin/backend.ts';
import { type TopicChannel, topicName, topicOf } from './channels.ts';
import { decodeJson, decodeText, encodeJson, encodeValue, type Format, PLAIN } from './codec.ts';
import type { MqttConfig } from './config.ts';
import { MqttConnection } from './connection.ts';
import { readJsonPath, writeJsonPath } from './json-path.ts';
import { Outbox } from './outbox.ts';

interface Channel extends TopicChannel {
  readonly local: number;
  readonly format: Format;
  readonly use: ChannelUse;
}

/** Longer payloads are not for controlling; they are refused unread. */
const MOST_BYTES = 1 << 20;
const utf8 = new TextDecoder();

/** One connection to a broker. */
export class MqttInstance implements BackendInstance {
  readonly #channels: (Channel | undefined)[] = [];
  /** Who listens, by topic: an exact match, never a prefix. */
  readonly #listeners = new Map<string, Channel[]>();
  /** The JSON that is sent, by topic. */
  readonly #documents = new Map<string, unknown>();
  readonly #connection: MqttConnection;
  readonly #outbox: Outbox;
  readonly #troubles: Troubles;

  constructor(
    private readonly args: InstanceArgs,
    private readonly config: MqttConfig,
    /** Told each topic that arrives, for suggestions. */
    private readonly seen: (topic: string) => void,
  ) {
    const { name, clock, counters } = args;
    this.#troubles = new Troubles(args);
    for (const problem of config.problems) args.problems.report(problem);
    this.#connection = new MqttConnection(config, args.patchFolder, name, clock, {
      connected: window => this.#connected(window),
      lost: (reason, retryMs) => this.#lost(reason, retryMs),
      message: (topic, payload) => this.#message(topic, payload),
      drained: () => this.#outbox.flush(),
    });
    this.#outbox = new Outbox(this.#connection, config.qos > 0, {
      sent: () => {
        counters.sent++;
        counters.lastActivity = clock.now();
      },
      dropped: () => void counters.dropped++,
    });
    if (config.url === undefined) {
      args.status({ state: 'error', detail: 'no broker is given: set "host"' });
      return;
    }
    args.status({ state: 'waiting', detail: `connecting to ${config.url}` });
    this.#connection.start();
  }

  addChannel(local: number, channel: string, use: ChannelUse): void {
    const read = topicOf(this.args.name, channel);
    const format = this.config.formats.get(topicName(read)) ?? PLAIN;
    this.removeChannel(local);
    const added: Channel = { ...read, local, format, use };
    this.#channels[local] = added;
    if (!use.source) return;
    const list = this.#listeners.get(read.topic);
    if (list) list.push(added);
    else {
      this.#listeners.set(read.topic, [added]);
      if (this.#connection.connected) this.#connection.subscribe([read.topic]);
    }
  }

  removeChannel(local: number): void {
    const channel = this.#channels[local];
    this.#channels[local] = undefined;
    const list = channel && this.#listeners.get(channel.topic);
    if (!list) return;
    const left = list.filter(one => one !== channel);
    if (left.length > 0) this.#listeners.set(channel.topic, left);
    else if (this.#listeners.delete(channel.topic)) this.#connection.unsubscribe(channel.topic);
  }

  receive({ locals, values, start, end }: EventBatch): void {
    for (let i = start; i < end; i++) {
      const channel = this.#channels[locals[i] as number];
      if (channel) this.#outbox.send(channel.topic, this.#payload(channel, values[i] as number));
    }
  }

  unload(): Promise<void> {
    return this.#connection.close();
  }

  #payload({ topic, path, format }: Channel, value: number): string {
    if (!path) return encodeValue(value, format);
    const document = writeJsonPath(this.#documents.get(topic), path, encodeJson(value, format));
    this.#documents.set(topic, document);
    return JSON.stringify(document);
  }

  #connected(window: number): void {
    this.#troubles.reaches();
    this.args.status({ state: 'ok', detail: `connected to ${this.config.url ?? ''}` });
    this.#connection.subscribe([...this.#listeners.keys(), ...this.config.options.subscribe]);
    this.#outbox.restore(window);
  }

  #lost(reason: string, retryMs: number): void {
    const address = this.config.url ?? '';
    this.#troubles.cannotReach('host', address, reason);
    const detail = `no connection to ${address}: ${reason}; ${retryIn(retryMs)}`;
    this.args.status({ state: 'waiting', detail });
  }

  #message(topic: string, payload: Uint8Array): void {
    const { counters, clock, detector } = this.args;
    counters.received++;
    counters.lastActivity = clock.now();
    this.seen(topic);
    if (payload.length > MOST_BYTES) {
      counters.malformed++;
      return;
    }
    const listeners = this.#listeners.get(topic);
    if (listeners) this.#deliver(listeners, utf8.decode(payload));
    else if (detector.active) {
      const value = decodeText(utf8.decode(payload), this.config.formats.get(topic) ?? PLAIN);
      if (value !== undefined) detector.report(topic, value);
    }
  }

  #deliver(listeners: readonly Channel[], text: string): void {
    const json = listeners.some(channel => channel.path) ? parseJson(text) : undefined;
    for (const { local, path, format } of listeners) {
      const value = path ? decodeJson(readJsonPath(json, path), format) : decodeText(text, format);
      if (value === undefined) this.args.counters.malformed++;
      else this.args.emit(local, value);
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
