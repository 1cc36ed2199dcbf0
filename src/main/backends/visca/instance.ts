import { fail } from '../../../shared/error/coded-error.ts';
import { Retry } from '../../../shared/net/retry.ts';
import { retryIn, Troubles } from '../../../shared/net/troubles.ts';
import type {
  BackendInstance,
  ChannelUse,
  EventBatch,
  InstanceArgs,
} from '../../../shared/plugin/backend.ts';
import type { Dispose } from '../../../shared/plugin/common.ts';
import { Camera, type Inquiry, inquiryFor, POWER } from './camera.ts';
import { channelOf, isReadable, type PlainName, type ViscaChannel } from './channels.ts';
import { errorText, readAnswer } from './codec.ts';
import { CommandQueue } from './command-queue.ts';
import type { ViscaConfig } from './config.ts';
import { Wire } from './wire.ts';

/** How often a camera is asked whether it is there, ms. */
const PROBE = 2000;

/** One camera. */
export class ViscaInstance implements BackendInstance {
  readonly #channels: (ViscaChannel | undefined)[] = [];
  /** Local numbers of the channels that the patch listens to, by name. */
  readonly #listeners = new Map<PlainName, number>();
  readonly #last = new Map<PlainName, number>();
  readonly #camera: Camera;
  readonly #queue: CommandQueue;
  readonly #retry: Retry;
  readonly #troubles: Troubles;
  readonly #timers: Dispose[] = [];
  #wire: Wire | undefined;
  #open = false;
  #alive: boolean | undefined;

  constructor(
    private readonly args: InstanceArgs,
    private readonly config: ViscaConfig,
  ) {
    const { clock, problems } = args;
    const { poll, answers } = config.options;
    for (const problem of config.problems) problems.report(problem);
    this.#troubles = new Troubles(args);
    this.#camera = new Camera(config.limits);
    this.#retry = new Retry(clock, () => this.#start());
    this.#queue = new CommandQueue(clock, answers, config.sony ? 2 : 1, {
      send: (body, isInquiry, again) => this.#send(body, isInquiry, again),
      value: (inquiry, data) => this.#value(inquiry, data),
      dropped: code => this.#dropped(code),
      alive: alive => this.#setAlive(alive),
    });
    if (!config.link) {
      args.status({ state: 'error', detail: 'neither "connect" nor "device" is given' });
      return;
    }
    args.status({ state: 'waiting', detail: `connecting to ${this.#where}` });
    if (poll > 0) this.#timers.push(clock.every(poll, () => this.#poll()));
    this.#timers.push(clock.every(PROBE, () => this.#probe()));
    this.#start();
  }

  addChannel(local: number, channel: string, use: ChannelUse): void {
    const read = channelOf(this.args.name, channel);
    if (use.source && !isReadable(read)) {
      const reason = 'it can only be sent to';
      throw fail('backend.bad-channel', { instance: this.args.name, channel, reason, help: '' });
    }
    this.removeChannel(local);
    this.#channels[local] = read;
    if (!use.source || read.kind === 'memory' || read.kind === 'store') return;
    this.#listeners.set(read.kind, local);
    this.#last.delete(read.kind);
  }

  removeChannel(local: number): void {
    this.#channels[local] = undefined;
    for (const [name, listener] of this.#listeners) if (listener === local) this.#listeners.delete(name);
  }

  receive({ locals, values, start, end }: EventBatch): void {
    for (let i = start; i < end; i++) {
      const channel = this.#channels[locals[i] as number];
      const command = channel && this.#camera.command(channel, values[i] as number);
      if (!command) continue;
      if (this.#open) this.#queue.command(command);
      else this.args.counters.dropped++;
    }
  }

  panic(): void {
    if (this.#open) this.#queue.command(this.#camera.stop());
  }

  unload(): void {
    for (const timer of this.#timers) timer();
    this.#retry.stop();
    this.#queue.reset();
    // A camera that drives must not drive on when nobody steers it any more.
    if (this.#open && this.#camera.driving) this.#send(this.#camera.stop().body, false, false);
    this.#wire?.close();
    this.#wire = undefined;
    this.#open = false;
  }

  #start(): void {
    const { link } = this.config;
    if (!link) return;
    this.#wire = new Wire(
      { ...this.config, link },
      {
        opened: () => this.#opened(),
        closed: reason => this.#closed(reason),
        message: message => {
          this.args.counters.received++;
          this.args.counters.lastActivity = this.args.clock.now();
          this.#queue.answer(readAnswer(message));
        },
        malformed: () => void this.args.counters.malformed++,
        outOfSequence: () => this.#queue.repeat(),
      },
    );
  }

  #opened(): void {
    this.#open = true;
    this.#retry.settled();
    this.#queue.reset();
    this.#alive = undefined;
    if (this.config.options.answers) {
      this.args.status({ state: 'waiting', detail: `asking the camera at ${this.#where}` });
      this.#queue.ask(POWER);
    } else this.#setAlive(true);
  }

  #closed(reason: string): void {
    this.#open = false;
    this.#wire = undefined;
    this.#queue.reset();
    const again = retryIn(this.#retry.again());
    this.#complain(reason);
    this.args.status({ state: 'waiting', detail: `no connection to ${this.#where}: ${reason}; ${again}` });
  }

  #setAlive(alive: boolean): void {
    if (alive === this.#alive) return;
    this.#alive = alive;
    if (!alive) {
      this.#complain('the camera does not answer');
      return this.args.status({ state: 'waiting', detail: `the camera at ${this.#where} does not answer` });
    }
    this.#troubles.reaches();
    this.args.status({ state: 'ok', detail: `connected to the camera at ${this.#where}` });
    for (const command of this.#camera.restore()) this.#queue.command(command);
  }

  #complain(reason: string): void {
    const option = this.config.link?.kind === 'serial' ? 'device' : 'connect';
    this.#troubles.cannotReach(option, this.#where, reason);
  }

  #send(body: readonly number[], isInquiry: boolean, again: boolean): void {
    const { counters, clock } = this.args;
    if (!this.#wire?.send(body, isInquiry, again)) {
      counters.dropped++;
      return;
    }
    counters.sent++;
    counters.lastActivity = clock.now();
  }

  #poll(): void {
    if (!this.#open || this.#alive === false) return;
    const wanted = new Set([...this.#listeners.keys()].map(inquiryFor));
    for (const inquiry of wanted) if (inquiry) this.#queue.ask(inquiry);
  }

  #probe(): void {
    if (this.#open) this.#queue.ask(POWER);
  }

  #value(inquiry: Inquiry, data: Uint8Array): void {
    const told = inquiry.read(data, this.config.limits);
    if (!told) {
      this.args.counters.malformed++;
      return;
    }
    for (const [name, value] of told) {
      this.#camera.learn(name, value);
      const local = this.#listeners.get(name);
      if (local === undefined || this.#last.get(name) === value) continue;
      this.#last.set(name, value);
      this.args.emit(local, value);
    }
  }

  #dropped(code: number | undefined): void {
    this.args.counters.dropped++;
    if (code !== undefined) this.args.log.warn(`${this.args.name}: ${errorText(code)}`);
  }

  get #where(): string {
    const { link } = this.config;
    if (!link) return '';
    return link.kind === 'serial' ? link.path : `${link.host} port ${link.port} (${link.kind})`;
  }
}
