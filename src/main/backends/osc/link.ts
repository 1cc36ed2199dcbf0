import type { ErrorCode } from '../../../shared/error/catalogue.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import { networkFault } from '../../../shared/net/network-fault.ts';
import { problemOf } from '../../../shared/error/problem.ts';
import type { InstanceArgs } from '../../../shared/plugin/backend.ts';
import type { Dispose } from '../../../shared/plugin/common.ts';
import type { OscConfig } from './config.ts';
import { formatEndpoint } from '../../../shared/net/endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { Retry } from './retry.ts';
import {
  type OpenUdp,
  type ResolveHost,
  SEND,
  type SendResult,
  type UdpAddress,
  type UdpListener,
  type UdpPort,
} from './transport.ts';

type TroubleCode = Extract<ErrorCode, 'backend.bind-failed' | 'backend.no-destination'>;

/** A peer counts as away until it has turned nothing away for this long. */
const REFUSED_MS = 3000;
/** In a stream of packets, one in this time is asked whether it could leave. */
const WATCH_MS = 10;

export interface LinkArgs {
  readonly host: InstanceArgs;
  readonly config: Pick<OscConfig, 'bind' | 'destination'>;
  readonly open: OpenUdp;
  readonly resolve: ResolveHost;
  packet(bytes: Uint8Array): void;
  /** There is a way out (again). */
  ready(): void;
}

/**
 * Keeps the socket open and knows where to send: listens on `bind`, sends to a fixed place or to the last sender.
 * Whatever fails is a problem, and is tried again by itself; listening goes on while a destination cannot be found.
 */
export class OscLink implements UdpListener {
  #port: UdpPort | undefined;
  /** Where to send; undefined while it is not known. */
  #remote: UdpAddress | undefined;
  /** The socket has this one peer only, so that the system need not look up the way for each packet. */
  #connected = false;
  #refusal: Dispose | undefined;
  #closed = false;
  /** When the last packet was watched. */
  #watched = -Infinity;
  /** What is wrong now, by the code of its problem. */
  readonly #troubles = new Map<TroubleCode, string>();
  readonly #listening: Retry;
  readonly #sending: Retry;

  constructor(private readonly args: LinkArgs) {
    const { clock } = args.host;
    this.#listening = new Retry(clock, () => this.#listen(), this.#report('backend.bind-failed'));
    this.#sending = new Retry(clock, () => this.#aim(), this.#report('backend.no-destination'));
  }

  /** Done when listening has been tried once, and sending too unless a name must be looked up first. */
  async open(): Promise<void> {
    await this.#listening.run();
    const sending = this.#sending.run();
    const { destination } = this.args.config;
    const isNumeric = destination?.kind === 'fixed' && /^[\d.]+$|:/.test(destination.endpoint.host);
    if (isNumeric) await sending;
    this.#status();
  }

  /** The port that is listened on; undefined while there is none. */
  get localPort(): number | undefined {
    return this.#port?.local.port;
  }

  send(bytes: Uint8Array): SendResult {
    if (!this.#port || !this.#remote) return SEND.down;
    const { clock, counters } = this.args.host;
    const now = clock.now();
    const watched = now - this.#watched >= WATCH_MS;
    if (watched) this.#watched = now;
    const result = this.#port.send(bytes, this.#connected ? undefined : this.#remote, watched);
    if (result !== SEND.down) counters.lastActivity = now;
    return result;
  }

  packet(bytes: Uint8Array, from: UdpAddress): void {
    const { counters, clock } = this.args.host;
    counters.received++;
    counters.lastActivity = clock.now();
    if (this.args.config.destination?.kind === 'learn') this.#learn(from);
    this.args.packet(bytes);
  }

  refused(error: Error & { readonly code?: string }): void {
    if (this.#closed) return;
    this.args.host.counters.dropped++;
    if (error.code === 'ECONNREFUSED') this.#away();
    else if (error.code !== 'EMSGSIZE' && this.args.config.destination?.kind === 'fixed')
      void this.#restart(error);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#listening.close();
    this.#sending.close();
    this.#refusal?.();
    const port = this.#port;
    this.#port = undefined;
    await port?.close();
  }

  async #listen(): Promise<void> {
    const { bind } = this.args.config;
    if (bind) await this.#openPort({ local: await this.#find(bind, 0), remote: undefined });
  }

  /** Find the fixed destination, and open a socket for it when there is none that listens. */
  async #aim(): Promise<void> {
    const { bind, destination } = this.args.config;
    if (destination?.kind !== 'fixed') return;
    // What listens on IPv4 can send on IPv4 only.
    const family = bind && !bind.host.includes(':') ? 4 : 0;
    const remote = await this.#find(destination.endpoint, family);
    if (!bind) await this.#openPort({ local: undefined, remote });
    if (this.#closed) return;
    this.#connected = !bind;
    this.#remote = remote;
    this.#recovered('backend.no-destination');
  }

  async #openPort(options: Parameters<OpenUdp>[0]): Promise<void> {
    const port = await this.args.open(options, this);
    if (this.#closed) return port.close();
    this.#port = port;
    if (!options.local) return;
    this.#recovered('backend.bind-failed');
  }

  async #find({ host, port }: Endpoint, family: 0 | 4): Promise<UdpAddress> {
    return { address: await this.args.resolve(host, family), port };
  }

  #recovered(code: TroubleCode): void {
    this.#troubles.delete(code);
    this.args.host.problems.clear(code);
    this.#status();
    if (this.#port && this.#remote) this.args.ready();
  }

  #learn(from: UdpAddress): void {
    const { destination } = this.args.config;
    const port = (destination?.kind === 'learn' ? destination.port : undefined) ?? from.port;
    if (this.#remote?.address === from.address && this.#remote.port === port) return;
    this.#remote = { address: from.address, port };
    this.#recovered('backend.no-destination');
  }

  /** Sending failed (no network, no route): the address may have changed, so look it up again after a while. */
  async #restart(error: Error): Promise<void> {
    this.#remote = undefined;
    const port = this.#connected ? this.#port : undefined;
    if (port) this.#port = undefined;
    this.#sending.again(error);
    await port?.close();
  }

  #away(): void {
    this.#refusal?.();
    const { clock, status } = this.args.host;
    if (this.#remote && !this.#refusal) {
      const detail = `nobody listens on ${formatEndpoint(this.#remote.address, this.#remote.port)}`;
      status({ state: 'waiting', detail });
    }
    this.#refusal = clock.after(REFUSED_MS, () => {
      this.#refusal = undefined;
      this.#status();
    });
  }

  #report(code: TroubleCode) {
    return (error: unknown, waitMs: number) => {
      const { host, config } = this.args;
      const fixed = config.destination?.kind === 'fixed' ? config.destination.endpoint : undefined;
      const place = code === 'backend.bind-failed' ? config.bind : fixed;
      const address = place ? formatEndpoint(place.host, place.port) : '';
      const coded = fail(code, { instance: host.name, address, reason: networkFault(error) });
      host.problems.clear(code);
      host.problems.report(problemOf(coded, { kind: 'instance', instance: host.name }));
      const trouble = `${networkFault(error)} (${address}), next try in ${Math.round(waitMs / 1000)} s`;
      this.#troubles.set(code, trouble);
      this.#status();
    };
  }

  #status(): void {
    if (this.#closed || this.#refusal) return;
    const { host, config } = this.args;
    if (this.#troubles.size > 0) {
      return host.status({ state: 'waiting', detail: [...this.#troubles.values()].join('; ') });
    }
    const parts: string[] = [];
    if (config.bind && this.#port) {
      parts.push(`listening on ${formatEndpoint(this.#port.local.address, this.#port.local.port)}`);
    }
    if (this.#remote) parts.push(`sending to ${formatEndpoint(this.#remote.address, this.#remote.port)}`);
    else if (config.destination?.kind === 'learn') parts.push('waiting for a first sender');
    if (parts.length === 0 && !config.bind && !config.destination) parts.push('neither listens nor sends');
    host.status({ state: 'ok', detail: parts.join(', ') });
  }
}
