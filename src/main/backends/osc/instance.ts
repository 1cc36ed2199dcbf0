import type { Options } from '../../../shared/patch/options.ts';
import type {
  BackendInstance,
  ChannelUse,
  EventBatch,
  InstanceArgs,
} from '../../../shared/plugin/backend.ts';
import { parseChannel } from './channels.ts';
import { type OscConfig, readConfig } from './config.ts';
import { sameEndpoint } from './endpoint.ts';
import { Inbound } from './inbound.ts';
import { OscLink } from './link.ts';
import { Outbound } from './outbound.ts';
import type { OpenUdp, ResolveHost } from './transport.ts';

/** One OSC device: one socket, paths in and paths out. */
export class OscInstance implements BackendInstance {
  #config: OscConfig;
  readonly #inbound: Inbound;
  readonly #outbound: Outbound;
  readonly #link: OscLink;

  constructor(
    private readonly args: InstanceArgs,
    network: { readonly open: OpenUdp; readonly resolve: ResolveHost },
  ) {
    const config = readConfig(args.name, args.options);
    const { counters, detector } = args;
    this.#config = config;
    this.#inbound = new Inbound({ emit: args.emit, counters, detector }, config.root, config.formats);
    this.#outbound = new Outbound(
      { instance: args.name, counters, send: bytes => this.#link.send(bytes) },
      config.root,
      config.formats,
    );
    this.#link = new OscLink({
      host: args,
      config,
      ...network,
      packet: bytes => this.#inbound.packet(bytes),
      ready: () => this.#outbound.resend(),
    });
    this.#report();
  }

  open(): Promise<void> {
    return this.#link.open();
  }

  /** The UDP port that is listened on, for a bind to port 0. */
  get localPort(): number | undefined {
    return this.#link.localPort;
  }

  addChannel(local: number, channel: string, use: ChannelUse): void {
    const parsed = parseChannel(this.args.name, channel);
    if (use.source) this.#inbound.set(local, parsed);
    else this.#inbound.remove(local);
    if (use.target) this.#outbound.set(local, parsed);
    else this.#outbound.remove(local);
  }

  removeChannel(local: number): void {
    this.#inbound.remove(local);
    this.#outbound.remove(local);
  }

  receive(batch: EventBatch): void {
    this.#outbound.receive(batch);
  }

  /** Patterns and root change while the socket stays; another address needs a new instance. */
  configure(options: Options): boolean {
    const next = readConfig(this.args.name, options);
    const { bind, destination } = this.#config;
    const isSame = sameEndpoint(bind, next.bind) && sameEndpoint(destination, next.destination);
    if (!isSame) return false;
    this.#config = next;
    this.#inbound.configure(next.root, next.formats);
    this.#outbound.configure(next.root, next.formats);
    this.args.problems.clear('backend.bad-option');
    this.args.problems.clear('backend.unknown-option');
    this.#report();
    return true;
  }

  request(op: string): unknown {
    return op === 'port' ? { port: this.localPort ?? null } : undefined;
  }

  unload(): Promise<void> {
    return this.#link.close();
  }

  #report(): void {
    for (const problem of this.#config.problems) this.args.problems.report(problem);
  }
}
