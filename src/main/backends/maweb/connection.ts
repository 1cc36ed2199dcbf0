import { Retry } from '../../../shared/net/retry.ts';
import type {
  BackendInstance,
  ChannelUse,
  EventBatch,
  InstanceArgs,
} from '../../../shared/plugin/backend.ts';
import type { Dispose } from '../../../shared/plugin/common.ts';
import { type MaChannel, maChannelName, parseMaChannel } from './channels.ts';
import { type MawebConfig, readConfig } from './config.ts';
import { ConsoleLink } from './console-link.ts';
import {
  commandMessage,
  controlMessage,
  playbackRequests,
  type PlaybackValue,
  PRESSED,
  type Wanted,
} from './protocol.ts';

/** Faders are sent this often at most (ms): more makes the consoles lag. */
const FADER_MS = 25;
/** Even when it answers at once, the console is asked no more often than this, ms. */
const ASK_LEAST_MS = 20;
/** An answer that does not come in this time (ms) is not waited for. */
const ANSWER_MS = 2000;
/** After a fader was sent, what the console still tells of it is an echo for this long, ms. */
const ECHO_MS = 250;

interface Use {
  readonly channel: MaChannel;
  /** The last value sent, NaN before the first. */
  sent: number;
  /** When it was sent, `Clock.now()`. */
  sentAt: number;
  /** Waits to be sent. */
  pending: boolean;
  /** Pressed now (a button, a key). */
  down: boolean;
  /** The last value the console told, NaN before the first. */
  told: number;
}

/** One console: faders out at the pace it can bear, buttons at once, its state in by asking. */
export class MawebConnection implements BackendInstance {
  readonly #config: MawebConfig;
  readonly #retry: Retry;
  readonly #uses: (Use | undefined)[] = [];
  readonly #sources = new Map<string, number>();
  #wanted: Wanted[] = [];
  #link: ConsoleLink | undefined;
  #host = 0;
  #closed = false;
  #flushing: Dispose | undefined;
  #asking: Dispose | undefined;
  #unanswered = 0;

  constructor(private readonly args: InstanceArgs) {
    const complain = args.problems.report.bind(args.problems);
    this.#config = readConfig(args.name, args.options, args.globals, complain);
    this.#retry = new Retry(args.clock, () => this.#connect(), 500, 10_000);
    this.#connect();
  }

  addChannel(local: number, channel: string, use: ChannelUse): void {
    const parsed = parseMaChannel(this.args.name, channel, new Set(this.#config.commands.keys()));
    this.#uses[local] ??= {
      channel: parsed,
      sent: NaN,
      sentAt: -Infinity,
      pending: false,
      down: false,
      told: NaN,
    };
    if (use.source) this.#sources.set(maChannelName(parsed), local);
    else this.#sources.delete(maChannelName(parsed));
    this.#findWanted();
  }

  removeChannel(local: number): void {
    const use = this.#uses[local];
    this.#uses[local] = undefined;
    if (!use) return;
    this.#release(use);
    this.#sources.delete(maChannelName(use.channel));
    this.#findWanted();
  }

  receive(batch: EventBatch): void {
    for (let i = batch.start; i < batch.end; i++) {
      const use = this.#uses[batch.locals[i] ?? -1];
      if (use) this.#set(use, batch.values[i] ?? 0);
    }
  }

  panic(): void {
    for (const use of this.#uses) if (use) this.#release(use);
  }

  unload(): void {
    this.panic();
    this.#closed = true;
    this.#retry.stop();
    this.#stop();
  }

  #connect(): void {
    const host = this.#config.hosts[this.#host % Math.max(1, this.#config.hosts.length)];
    if (!host) return this.args.status({ state: 'error', detail: 'No console is named' });
    this.args.status({ state: 'starting', detail: `Connecting to ${host.host}:${host.port}` });
    const where = `${host.host}:${host.port}`;
    this.#link = new ConsoleLink(this.args.clock, host, this.#config, {
      onReady: console => this.#ready(`${console === 'dot2' ? 'dot2' : 'grandMA2'} at ${where}`),
      onPlaybacks: values => this.#heard(values),
      onLost: reason => this.#lost(where, reason),
      onMalformed: () => void this.args.counters.malformed++,
    });
  }

  #ready(name: string): void {
    this.#retry.settled();
    this.args.status({ state: 'ok', detail: `Logged in to ${name}` });
    if (!this.#config.quiet) this.args.log.info(`Logged in to ${name}`);
    for (const use of this.#uses) if (use && isFader(use) && !Number.isNaN(use.sent)) use.pending = true;
    this.#flush();
    this.#ask();
  }

  #lost(where: string, reason: string): void {
    this.#stop();
    if (this.#closed) return;
    this.#host++;
    const seconds = (this.#retry.again() / 1000).toFixed(1);
    if (!this.#config.quiet) this.args.log.warn(`${where}: ${reason}`);
    this.args.status({ state: 'waiting', detail: `${where}: ${reason}; next try in ${seconds} s` });
  }

  #stop(): void {
    this.#link?.close();
    this.#link = undefined;
    this.#flushing?.();
    this.#asking?.();
    this.#flushing = this.#asking = undefined;
    this.#unanswered = 0;
    for (const use of this.#uses) if (use) use.down = false;
  }

  #set(use: Use, value: number): void {
    const { channel } = use;
    if (isFader(use)) {
      use.sent = value;
      use.sentAt = this.args.clock.now();
      use.pending = true;
      if (this.#link?.isReady) this.#flushing ??= this.args.clock.after(0, () => this.#flush());
      else this.args.counters.dropped++;
    } else if (channel.kind === 'command') this.#command(use, channel.name, value);
    else if (value > PRESSED !== use.down) {
      use.down = value > PRESSED;
      this.#send(controlMessage(this.#link?.console ?? 'gma2', channel, value, this.#link?.session ?? 0));
    }
  }

  #command(use: Use, name: string, value: number): void {
    const line = this.#config.commands.get(name) ?? '';
    const rises = value > PRESSED && !use.down;
    use.down = value > PRESSED;
    if (rises || line.includes('{value')) this.#send(commandMessage(line, value, this.#link?.session ?? 0));
  }

  #release(use: Use): void {
    if (use.down && use.channel.kind !== 'command') this.#set(use, 0);
  }

  #flush(): void {
    this.#flushing = undefined;
    let sent = false;
    for (const use of this.#uses) {
      if (!use?.pending || use.channel.kind === 'command') continue;
      use.pending = false;
      sent = true;
      this.#send(
        controlMessage(this.#link?.console ?? 'gma2', use.channel, use.sent, this.#link?.session ?? 0),
      );
    }
    if (sent) this.#flushing = this.args.clock.after(FADER_MS, () => this.#flush());
  }

  #send(text: string): void {
    if (!this.#link?.isReady) {
      this.args.counters.dropped++;
      return;
    }
    this.#link.send(text);
    this.args.counters.sent++;
    this.args.counters.lastActivity = this.args.clock.now();
  }

  #findWanted(): void {
    this.#wanted = [];
    for (const local of this.#sources.values()) {
      const channel = this.#uses[local]?.channel;
      if (channel?.kind !== 'executor' || (channel.control !== 'fader' && channel.control !== 'button'))
        continue;
      this.#wanted.push({ control: channel.control, page: channel.page, index: channel.index });
    }
    if (this.#wanted.length > 0 && this.#unanswered === 0) this.#ask();
  }

  /** Ask for the state of what the patch listens to; the next question follows the answers. */
  #ask(): void {
    this.#asking?.();
    this.#asking = undefined;
    if (!this.#link?.isReady || this.#wanted.length === 0) return;
    const questions = playbackRequests(this.#link.console, this.#wanted, this.#link.session);
    this.#unanswered = questions.length;
    for (const question of questions) this.#link.send(question);
    this.#asking = this.args.clock.after(ANSWER_MS, () => this.#ask());
  }

  #heard(values: readonly PlaybackValue[]): void {
    this.args.counters.received++;
    this.args.counters.lastActivity = this.args.clock.now();
    for (const value of values) this.#tell(value);
    if (this.#unanswered === 0 || --this.#unanswered > 0) return;
    this.#asking?.();
    this.#asking = this.args.clock.after(Math.max(ASK_LEAST_MS, this.#config.interval), () => this.#ask());
  }

  #tell({ control, page, index, value }: PlaybackValue): void {
    const local = this.#sources.get(maChannelName({ kind: 'executor', control, page, index }));
    const use = local === undefined ? undefined : this.#uses[local];
    if (local === undefined || !use || use.told === value) return;
    if (control === 'fader' && this.args.clock.now() - use.sentAt < ECHO_MS) return;
    use.told = value;
    this.args.emit(local, value);
  }
}

function isFader(use: Use): boolean {
  return use.channel.kind === 'executor' && use.channel.control === 'fader';
}
