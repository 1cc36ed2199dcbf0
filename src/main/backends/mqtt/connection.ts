import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { IClientOptions, IConnackPacket, MqttClient } from 'mqtt';
import { networkFault } from '../../../shared/net/network-fault.ts';
import { Retry } from '../../../shared/net/retry.ts';
import type { Clock } from '../../../shared/plugin/common.ts';
import type { MqttConfig } from './config.ts';

export interface ConnectionEvents {
  /** Connected; `window` messages of QoS 1 and 2 may be under way at the same time. */
  connected(window: number): void;
  /** Not connected; the next attempt is in `retryMs`. */
  lost(reason: string, retryMs: number): void;
  message(topic: string, payload: Uint8Array): void;
  /** There is room again for what waits. */
  drained(): void;
}

const CONNECT_TIMEOUT = 5000;
/** Bytes that may wait for a slow broker; above it newest values replace older ones. */
const BACKLOG = 1 << 20;
/** Refusals that mean "not this version of the protocol", in version 3 and 5. */
const WRONG_VERSION = new Set([1, 132]);
const MOST_UNDER_WAY = 1000;

/** A connection to a broker that comes back by itself. */
export class MqttConnection {
  #client: MqttClient | undefined;
  #version: 4 | 5;
  #closed = false;
  readonly #clientId: string;
  readonly #retry: Retry;

  constructor(
    private readonly config: MqttConfig,
    private readonly folder: string | undefined,
    name: string,
    clock: Clock,
    private readonly events: ConnectionEvents,
  ) {
    this.#version = config.options.protocol === '5' ? 5 : 4;
    this.#clientId = config.options.clientid ?? `crosspatch-${name}-${randomBytes(4).toString('hex')}`;
    this.#retry = new Retry(clock, () => this.start());
  }

  start(): void {
    this.#connect().catch((error: unknown) => {
      if (this.#closed) return;
      this.events.lost(error instanceof Error ? error.message : String(error), this.#retry.again());
    });
  }

  get connected(): boolean {
    return this.#client?.connected ?? false;
  }
  /** There is room for another message. */
  get ready(): boolean {
    return this.connected && (this.#client?.stream.writableLength ?? 0) < BACKLOG;
  }

  /** Publish with the instance's quality; `done` is called when it is delivered as far as the quality says. */
  publish(topic: string, payload: string, done: (error?: Error) => void): void {
    const { qos, options } = this.config;
    const how = { qos, retain: options.retain };
    if (qos > 0) this.#client?.publish(topic, payload, how, done);
    else {
      // Quality 0 has no acknowledgement; a callback would only wait for the socket, one listener for each message.
      this.#client?.publish(topic, payload, how);
      done();
    }
  }

  /** Failures show in the state of the connection. */
  subscribe(topics: string[]): void {
    if (topics.length > 0) this.#client?.subscribe(topics, { qos: this.config.qos }, () => undefined);
  }
  unsubscribe(topic: string): void {
    if (this.connected) this.#client?.unsubscribe(topic, () => undefined);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#retry.stop();
    const client = this.#client;
    this.#client = undefined;
    if (!client) return;
    // A regular goodbye, so that the broker keeps the last will to itself.
    if (client.connected) await client.endAsync();
    else client.end(true);
  }

  async #connect(): Promise<void> {
    const options = this.#options();
    // Loaded on first use: who has no broker pays nothing.
    const { connect } = await import('mqtt');
    if (this.#closed) return;
    const client = connect(this.config.url ?? '', options);
    this.#client = client;
    let reason = 'the broker closed the connection';
    client.on('connect', packet => {
      this.#retry.settled();
      client.stream.on('drain', () => this.events.drained());
      this.events.connected(windowOf(packet));
    });
    client.on('message', (topic, payload) => this.events.message(topic, payload));
    client.on('error', error => {
      reason = networkFault(error, 'the broker');
      if ('code' in error && WRONG_VERSION.has(Number(error.code)) && this.#version === 5) {
        this.#version = 4;
        reason = 'it does not know MQTT 5';
      }
    });
    client.once('close', () => {
      client.end(true);
      if (client !== this.#client || this.#closed) return;
      this.events.lost(reason, this.#retry.again());
    });
  }

  #options(): IClientOptions {
    const { options, user, password, qos } = this.config;
    const will = options['will-topic'];
    const file = (path: string | undefined) => path && readFileSync(resolve(this.folder ?? '', path));
    const [ca, cert, key] = [file(options.ca), file(options.cert), file(options.key)];
    return {
      protocolVersion: this.#version,
      clientId: this.#clientId,
      clean: true,
      keepalive: options.keepalive,
      connectTimeout: CONNECT_TIMEOUT,
      reconnectPeriod: 0,
      queueQoSZero: false,
      resubscribe: false,
      rejectUnauthorized: options.verify,
      ...(user === undefined ? {} : { username: user }),
      ...(password === undefined ? {} : { password }),
      ...(ca ? { ca } : {}),
      ...(cert ? { cert } : {}),
      ...(key ? { key } : {}),
      ...(will
        ? { will: { topic: will, payload: Buffer.from(options.will), qos, retain: options['will-retain'] } }
        : {}),
    };
  }
}

/** A broker of version 5 says how many messages it takes at a time; more would make it hang up. */
function windowOf(packet: IConnackPacket): number {
  return Math.min(MOST_UNDER_WAY, packet.properties?.receiveMaximum ?? MOST_UNDER_WAY);
}
