import type { ProblemReport } from '../error/problem.ts';
import { retryIn, Troubles } from '../net/troubles.ts';
import type {
  BackendInstance,
  ChannelUse,
  EventBatch,
  InstanceArgs,
  InstanceCounters,
} from '../plugin/backend.ts';
import { SlotMap } from './slot-map.ts';
import type { UniverseMember } from './universe-members.ts';
import { UniverseInput } from './universe-input.ts';
import type { UniverseSender } from './universe-sender.ts';

/** How a universe is told by its options. */
export interface UniverseSetup {
  readonly bind: { readonly host: string; readonly port: number };
  readonly problems: readonly ProblemReport[];
}

/** One universe, in and out, on a socket that it shares with others: its channels and what it tells about itself. */
export abstract class NetworkUniverse implements BackendInstance, UniverseMember {
  protected readonly map: SlotMap;
  protected readonly input: UniverseInput;
  /** Undefined when the options do not say where to. */
  protected sender: UniverseSender | undefined;
  readonly #troubles: Troubles;

  constructor(
    protected readonly args: InstanceArgs,
    private readonly setup: UniverseSetup,
    /** The option without which nothing is sent. */
    private readonly sendOption: string,
  ) {
    this.map = new SlotMap(args.name);
    this.input = new UniverseInput(this.map, args);
    this.#troubles = new Troubles(args);
    for (const problem of setup.problems) args.problems.report(problem);
  }

  /** The port in use, also where 0 was asked for. */
  protected abstract readonly port: number;
  /** Who is sent to, for people. */
  protected abstract readonly receivers: string;
  /** What the status says beside where it listens; empty parts are left out. */
  protected abstract statusParts(): readonly string[];
  abstract unload(): void;

  get counters(): InstanceCounters {
    return this.args.counters;
  }
  get sends(): boolean {
    return this.sender !== undefined;
  }

  addChannel(local: number, channel: string, use: ChannelUse): void {
    const { coarse, fine } = this.map.add(local, channel, use);
    this.input.forget(coarse);
    this.input.forget(fine);
    if (use.target && !this.sends)
      this.#troubles.badOption(this.sendOption, 'is needed to send to this universe');
  }

  removeChannel(local: number): void {
    this.map.remove(local);
  }

  receive(batch: EventBatch): void {
    if (this.sender) this.sender.receive(batch);
    else this.counters.dropped += batch.end - batch.start;
  }

  opened(): void {
    this.#troubles.listens();
    this.tellStatus();
    this.sender?.restore();
  }

  failed(reason: string, retryMs: number): void {
    this.#troubles.cannotListen('bind', this.where, reason);
    const detail = `cannot listen on ${this.where}: ${reason}; ${retryIn(retryMs)}`;
    this.args.status({ state: 'waiting', detail });
  }

  tick(_now: number): void {
    this.sender?.resolve();
  }

  protected get where(): string {
    const { host, port } = this.setup.bind;
    return `${host} port ${port === 0 ? this.port : port}`;
  }

  protected tellStatus(): void {
    const fault = this.sender?.fault ?? '';
    if (fault !== '') {
      const detail = `cannot send to ${this.receivers}: ${fault}`;
      return this.args.status({ state: 'waiting', detail });
    }
    const parts = [`listening on ${this.where}`, ...this.statusParts()];
    this.args.status({ state: 'ok', detail: parts.filter(part => part !== '').join(', ') });
  }
}
