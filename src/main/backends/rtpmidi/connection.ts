import { fail, messageOf } from '../../../shared/error/coded-error.ts';
import { problemOf } from '../../../shared/error/problem.ts';
import { MidiEndpoint } from '../../../shared/midi/endpoint.ts';
import type { MidiWriter } from '../../../shared/midi/encoder.ts';
import { Retry } from '../../../shared/net/retry.ts';
import type { Options } from '../../../shared/patch/options.ts';
import type {
  BackendInstance,
  ChannelUse,
  EventBatch,
  InstanceArgs,
} from '../../../shared/plugin/backend.ts';
import { AppleLink } from './apple-link.ts';
import { readConfig, type RtpMidiConfig } from './config.ts';
import { DirectLink } from './direct-link.ts';
import type { Link, LinkArgs } from './link.ts';
import type { Discovery } from './mdns.ts';

/** One instance: its channels, and the link that carries them. */
export class RtpMidiConnection implements BackendInstance, MidiWriter {
  readonly #endpoint: MidiEndpoint;
  #config: RtpMidiConfig;
  readonly #retry: Retry;
  #link: Link | undefined;
  #flushing = false;
  #closed = false;

  constructor(
    private readonly args: InstanceArgs,
    private readonly sessionName: string,
    private readonly discovery: Discovery,
  ) {
    this.#config = readConfig(args.name, args.options, problem => args.problems.report(problem));
    this.#endpoint = new MidiEndpoint(args, this.#config.settings, this);
    this.#retry = new Retry(args.clock, () => void this.open());
    args.status({ state: 'starting', detail: 'Opening the network ports' });
  }

  /** Open the ports; when they are taken, try again later. Never rejects. */
  async open(): Promise<void> {
    const link = this.#makeLink();
    try {
      await link.open();
    } catch (error) {
      await link.close();
      this.#failed(error);
      return;
    }
    if (this.#closed) return link.close();
    this.args.problems.clear('backend.bind-failed');
    this.args.problems.clear('backend.start-failed');
    this.#retry.settled();
  }

  addChannel(local: number, channel: string, use: ChannelUse): void {
    this.#endpoint.addChannel(local, channel, use);
  }
  removeChannel(local: number): void {
    this.#endpoint.removeChannel(local);
  }
  receive(batch: EventBatch): void {
    this.#endpoint.receive(batch);
    this.#link?.flush();
  }
  panic(): void {
    this.#endpoint.panic();
    this.#link?.flush();
  }

  /** Settings change in place and sessions stand; who is connected how needs a new instance. */
  configure(options: Options): boolean {
    const next = readConfig(this.args.name, options, () => undefined);
    if (JSON.stringify({ ...next, settings: 0 }) !== JSON.stringify({ ...this.#config, settings: 0 }))
      return false;
    this.args.problems.clear('backend.bad-option');
    this.args.problems.clear('backend.unknown-option');
    this.#config = readConfig(this.args.name, options, problem => this.args.problems.report(problem));
    this.#endpoint.apply(this.#config.settings);
    return true;
  }

  async unload(): Promise<void> {
    this.#closed = true;
    this.#retry.stop();
    this.#endpoint.close();
    this.#link?.flush();
    await this.#link?.close();
  }

  short(length: number, status: number, data1: number, data2: number): void {
    this.#link?.short(length, status, data1, data2);
    this.#flushSoon();
  }
  sysex(bytes: Uint8Array): void {
    this.#link?.sysex(bytes);
    this.#flushSoon();
  }

  /** What is written outside a batch (a clock's tick, a restore) leaves when the present turn ends. */
  #flushSoon(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    queueMicrotask(() => {
      this.#flushing = false;
      this.#link?.flush();
    });
  }

  #makeLink(): Link {
    const link: LinkArgs = {
      args: this.args,
      config: this.#config,
      ssrc: this.#config.ssrc ?? Math.floor(Math.random() * 0x100000000),
      sink: this.#endpoint.input,
      events: {
        onPeer: () => this.#endpoint.output.ready(),
        onPeerLost: left => this.#peerLost(left),
        onStatus: (state, detail) => {
          if (!this.#closed) this.args.status({ state, detail });
        },
      },
    };
    const isDirect = this.#config.mode === 'direct';
    this.#link = isDirect ? new DirectLink(link) : new AppleLink(link, this.sessionName, this.discovery);
    return this.#link;
  }

  #peerLost(left: number): void {
    this.#endpoint.input.lost();
    if (left === 0) this.#endpoint.output.lost();
  }

  #failed(thrown: unknown): void {
    if (this.#closed) return;
    const { name: instance, problems, status } = this.args;
    const { host, port } = this.#config.bind;
    const reason = messageOf(thrown);
    const isName = reason.includes('getaddrinfo');
    const error = isName
      ? fail('backend.start-failed', { instance, reason: `a peer is not known (${reason})` })
      : fail('backend.bind-failed', { instance, address: `${host}:${port}`, reason });
    problems.clear('backend.bind-failed');
    problems.clear('backend.start-failed');
    problems.report(problemOf(error, { kind: 'instance', instance, option: isName ? 'peer' : 'bind' }));
    const pause = this.#retry.again();
    status({ state: 'error', detail: `${error.message} Next try in ${(pause / 1000).toFixed(1)} s.` });
  }
}
