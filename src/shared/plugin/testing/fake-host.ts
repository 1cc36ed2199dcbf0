import type { ProblemReport } from '../../error/problem.ts';
import type { Options } from '../../patch/options.ts';
import type {
  Backend,
  BackendInstance,
  BackendPlugin,
  ChannelUse,
  EventBatch,
  InstanceArgs,
  InstanceCounters,
  InstanceStatus,
} from '../backend.ts';
import type { Clock, Logger, LogLevel, ProblemReporter } from '../common.ts';
import { VirtualClock } from './virtual-clock.ts';

export interface Emitted {
  readonly channel: string;
  readonly value: number;
  readonly cause: number;
}

export interface FakeHostOptions {
  readonly name?: string;
  readonly options?: Options;
  readonly globals?: Options;
  readonly patchFolder?: string;
  /** A virtual clock unless a test needs the real one (sockets). */
  readonly clock?: Clock;
}

/** A log that remembers, for tests. */
export function memoryLog(): { readonly log: Logger; readonly lines: { level: LogLevel; text: string }[] } {
  const lines: { level: LogLevel; text: string }[] = [];
  const at = (level: LogLevel) => (text: string) => void lines.push({ level, text });
  return { lines, log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } };
}

/** A problem reporter that remembers what stands now, for tests. */
export function memoryProblems(): { readonly reporter: ProblemReporter; readonly standing: ProblemReport[] } {
  const standing: ProblemReport[] = [];
  const reporter: ProblemReporter = {
    report: problem => void standing.push(problem),
    clear: code => {
      for (let i = standing.length - 1; i >= 0; i--) {
        if (code === undefined || standing[i]?.code === code) standing.splice(i, 1);
      }
    },
  };
  return { reporter, standing };
}

/** One instance of a backend outside the engine: feed it events, see what it emits. */
export class FakeHost {
  readonly emitted: Emitted[] = [];
  readonly statuses: InstanceStatus[] = [];
  readonly detected: { channel: string; value: number }[] = [];
  readonly notified: { topic: string; payload: unknown }[] = [];
  readonly counters: InstanceCounters = { received: 0, sent: 0, malformed: 0, dropped: 0, lastActivity: 0 };
  readonly memory = memoryLog();
  readonly problems = memoryProblems();
  readonly clock: Clock;
  readonly args: InstanceArgs;
  readonly #channels: string[] = [];
  #instance: BackendInstance | undefined;
  #seq = 0;

  constructor(given: FakeHostOptions = {}) {
    this.clock = given.clock ?? new VirtualClock();
    this.args = {
      name: given.name ?? 'test',
      options: given.options ?? {},
      globals: given.globals ?? {},
      patchFolder: given.patchFolder,
      clock: this.clock,
      log: this.memory.log,
      problems: this.problems.reporter,
      counters: this.counters,
      detector: { active: true, report: (channel, value) => void this.detected.push({ channel, value }) },
      emit: (local, value, cause = 0) => {
        const channel = this.#channels[local];
        if (channel === undefined) throw new Error(`emit on local ${local}, which was never added`);
        this.emitted.push({ channel, value, cause });
      },
      status: status => void this.statuses.push(status),
      notify: (topic, payload) => void this.notified.push({ topic, payload }),
    };
  }

  /** Load a plugin and make its one instance. */
  static async start(plugin: BackendPlugin, given: FakeHostOptions = {}): Promise<FakeHost> {
    const host = new FakeHost(given);
    const loaded = await plugin.load({
      log: host.memory.log,
      clock: host.clock,
      dataFolder: given.patchFolder ?? '',
      signal: new AbortController().signal,
    });
    await host.open(loaded);
    return host;
  }

  async open(backend: Backend): Promise<void> {
    this.#instance = await backend.create(this.args);
  }

  get instance(): BackendInstance {
    if (!this.#instance) throw new Error('the instance was not opened');
    return this.#instance;
  }

  /** Use a channel; returns its local number. */
  add(channel: string, use: ChannelUse = { source: true, target: true }): number {
    const known = this.#channels.indexOf(channel);
    const local = known >= 0 ? known : this.#channels.length;
    this.instance.addChannel(local, channel, use);
    this.#channels[local] = channel;
    return local;
  }

  /** Send events in one batch, as the router does. Channels must have been added. */
  send(...events: readonly (readonly [channel: string, value: number])[]): void {
    const batch: EventBatch = {
      locals: Int32Array.from(events, ([channel]) => this.#channels.indexOf(channel)),
      values: Float64Array.from(events, ([, value]) => value),
      seqs: Float64Array.from(events, () => ++this.#seq),
      start: 0,
      end: events.length,
    };
    this.instance.receive(batch);
  }

  /** The last value emitted on a channel. */
  last(channel: string): number | undefined {
    return this.emitted.findLast(event => event.channel === channel)?.value;
  }
}
