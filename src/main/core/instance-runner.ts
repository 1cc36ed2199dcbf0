import { fail, messageOf } from '../../shared/error/coded-error.ts';
import { problemOf } from '../../shared/error/problem.ts';
import type { JsonValue } from '../../shared/patch/document.ts';
import type { Options } from '../../shared/patch/options.ts';
import type {
  Backend,
  BackendInstance,
  ChannelUse,
  InstanceArgs,
  InstanceCounters,
  InstanceStatus,
} from '../../shared/plugin/backend.ts';
import type { Clock, Logger, ProblemReporter } from '../../shared/plugin/common.ts';
import { clamp01 } from '../../shared/signal/value.ts';
import { sameOptions } from './same-options.ts';

/** What an instance needs of the engine around it. */
export interface RunnerWorld {
  readonly clock: Clock;
  readonly log: Logger;
  readonly problems: ProblemReporter;
  patchFolder(): string | undefined;
  /** A section of the document that runs now. */
  section(name: string): JsonValue | undefined;
  /** An event on the channel with that index; the value is finite and within 0..1. */
  push(index: number, value: number, cause: number): void;
  /** A value that was no number. */
  refused(): void;
  /** The index of a channel of this instance. */
  intern(channel: string, local: number): number;
  /** The instance takes events from now on, or no more. */
  setReceiver(instance: BackendInstance | undefined): void;
  detected(channel: string, value: number): void;
  notify(topic: string, payload: unknown): void;
  statusChanged(): void;
  /** Run `work` with the limit that holds for plugins. */
  limit<T>(work: () => T | Promise<T>): Promise<T>;
}

export interface RunnerConfig {
  readonly name: string;
  readonly backendName: string;
  readonly backend: Backend;
  readonly options: Options;
  readonly globals: Options;
}

const UNUSED: ChannelUse = { source: false, target: false };

/** One instance and its life: started, given channels and events, reconfigured, stopped. */
export class InstanceRunner {
  readonly counters: InstanceCounters = { received: 0, sent: 0, malformed: 0, dropped: 0, lastActivity: 0 };
  readonly detector: { active: boolean; report(channel: string, value: number): void };
  status: InstanceStatus = { state: 'starting', detail: '' };
  #config: RunnerConfig;
  #instance: BackendInstance | undefined;
  #stopped = false;
  readonly #locals = new Map<string, number>();
  readonly #channels: string[] = [];
  /** Channel index by local number. */
  readonly #indexes: number[] = [];
  readonly #uses: ChannelUse[] = [];

  constructor(
    config: RunnerConfig,
    readonly slot: number,
    private readonly world: RunnerWorld,
  ) {
    this.#config = config;
    this.detector = { active: false, report: (channel, value) => world.detected(channel, value) };
  }

  get config(): RunnerConfig {
    return this.#config;
  }

  /** Never rejects: an instance that cannot start says so by status and problem. */
  async start(): Promise<void> {
    try {
      const instance = await this.world.limit(() => this.#create());
      if (this.#stopped) return await this.#discard(instance);
      this.#instance = instance;
      for (let local = 0; local < this.#channels.length; local++) this.#bind(local);
      this.world.setReceiver(instance);
      if (this.status.state === 'starting') this.#setStatus({ state: 'ok', detail: '' });
    } catch (thrown) {
      const error = fail(
        'backend.start-failed',
        { instance: this.#config.name, reason: messageOf(thrown) },
        thrown,
      );
      this.world.problems.report(problemOf(error, { kind: 'instance', instance: this.#config.name }));
      this.#setStatus({ state: 'error', detail: messageOf(thrown) });
    }
  }

  /** Use exactly these channels. Local numbers stay as they are. */
  setChannels(wanted: ReadonlyMap<string, ChannelUse>): void {
    for (const [channel, use] of wanted) this.#use(this.#localOf(channel), use);
    for (const [channel, local] of this.#locals) if (!wanted.has(channel)) this.#remove(channel, local);
  }

  /** Place of a channel in the engine's table; undefined for one that it never had. */
  indexOf(channel: string): number | undefined {
    const local = this.#locals.get(channel);
    return local === undefined ? undefined : this.#indexes[local];
  }

  /** The channels that the patch sends to. */
  targets(): readonly { readonly local: number; readonly index: number }[] {
    return this.#uses.flatMap((use, local) =>
      use.target ? [{ local, index: this.#indexes[local] ?? -1 }] : [],
    );
  }

  /** Take over other options. False when the instance must be made anew for that. */
  async configure(config: RunnerConfig): Promise<boolean> {
    if (
      sameOptions(config.options, this.#config.options) &&
      sameOptions(config.globals, this.#config.globals)
    ) {
      return true;
    }
    const instance = this.#instance;
    if (!instance?.configure || !sameOptions(config.globals, this.#config.globals)) return false;
    try {
      const done = await this.world.limit(() => instance.configure?.(config.options) ?? false);
      if (done) this.#config = config;
      return done;
    } catch (thrown) {
      this.world.log.warn(`${config.name}: its options could not be changed in place: ${messageOf(thrown)}`);
      return false;
    }
  }

  /** A person moved an on-screen control. */
  touch(local: number, value: number): void {
    if (!Number.isFinite(value)) return this.world.refused();
    this.#instance?.touch?.(local, clamp01(value));
  }

  /** How a value of a remote client gets to a channel: by hand on a control, over a wire, or not at all. */
  wayIn(local: number): 'touch' | 'wire' | undefined {
    const use = this.#uses[local];
    if (use?.source === true && this.#instance?.touch) return 'touch';
    return use?.target === true ? 'wire' : undefined;
  }

  /** A call from a window to the instance. Rejects when it is not running or knows no calls. */
  async request(op: string, params: unknown): Promise<unknown> {
    if (!this.#instance?.request)
      throw fail('contract.unknown-call', { name: `${this.#config.name}: ${op}` });
    return await this.#instance.request(op, params);
  }

  /** The patch was saved in another folder. */
  moved(patchFolder: string | undefined): void {
    try {
      this.#instance?.moved?.(patchFolder);
    } catch (thrown) {
      this.world.log.error(`${this.#config.name}: it cannot follow the patch: ${messageOf(thrown)}`);
    }
  }

  panic(): void {
    try {
      this.#instance?.panic?.();
    } catch (thrown) {
      this.world.log.error(`${this.#config.name}: panic failed: ${messageOf(thrown)}`);
    }
  }

  /** Never rejects. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.world.setReceiver(undefined);
    const instance = this.#instance;
    this.#instance = undefined;
    if (instance) await this.#discard(instance);
    this.world.problems.clear();
  }

  #create(): BackendInstance | Promise<BackendInstance> {
    const { name, options, globals, backend } = this.#config;
    const { clock, log, problems } = this.world;
    const args: InstanceArgs = {
      name,
      options,
      globals,
      patchFolder: this.world.patchFolder(),
      section: name => this.world.section(name),
      clock,
      log,
      problems,
      counters: this.counters,
      detector: this.detector,
      emit: (local, value, cause = 0) => this.#emit(local, value, cause),
      status: status => this.#setStatus(status),
      notify: (topic, payload) => this.world.notify(topic, payload),
    };
    return backend.create(args);
  }

  #emit(local: number, value: number, cause: number): void {
    if (this.#stopped) return;
    const index = this.#indexes[local];
    if (index === undefined) return;
    // One comparison tells a value that can be taken as it is from one that must be looked at: NaN fails it too.
    if (value >= 0 && value <= 1) this.world.push(index, value, cause);
    else if (Number.isFinite(value)) this.world.push(index, clamp01(value), cause);
    else this.#refuse(local, value);
  }

  #refuse(local: number, value: number): void {
    this.world.refused();
    const { name: instance } = this.#config;
    const channel = this.#channels[local] ?? '';
    const error = fail('core.not-a-value', { instance, channel, value: String(value) });
    this.world.problems.report(problemOf(error, { kind: 'instance', instance, channel }, 'warning'));
  }

  #localOf(channel: string): number {
    const known = this.#locals.get(channel);
    if (known !== undefined) return known;
    const local = this.#channels.length;
    this.#locals.set(channel, local);
    this.#channels.push(channel);
    this.#indexes.push(this.world.intern(channel, local));
    this.#uses.push(UNUSED);
    return local;
  }

  #use(local: number, use: ChannelUse): void {
    const before = this.#uses[local];
    const fresh = before === UNUSED;
    if (!fresh && before?.source === use.source && before.target === use.target) return;
    // A new object: UNUSED itself means "not given to the instance".
    this.#uses[local] = { source: use.source, target: use.target };
    this.#bind(local);
  }

  #bind(local: number): void {
    const channel = this.#channels[local];
    const use = this.#uses[local];
    if (channel === undefined || use === undefined || use === UNUSED || !this.#instance) return;
    try {
      this.#instance.addChannel(local, channel, use);
    } catch (thrown) {
      const instance = this.#config.name;
      this.world.problems.report(problemOf(thrown, { kind: 'instance', instance, channel }));
    }
  }

  #remove(channel: string, local: number): void {
    if (this.#uses[local] === UNUSED) return;
    this.#uses[local] = UNUSED;
    try {
      this.#instance?.removeChannel(local);
    } catch (thrown) {
      this.world.log.warn(`${this.#config.name}: ${channel} could not be released: ${messageOf(thrown)}`);
    }
  }

  #setStatus(status: InstanceStatus): void {
    if (this.#stopped || (status.state === this.status.state && status.detail === this.status.detail)) return;
    this.status = status;
    this.world.statusChanged();
  }

  async #discard(instance: BackendInstance): Promise<void> {
    try {
      await this.world.limit(async () => instance.unload());
    } catch (thrown) {
      this.world.log.warn(`${this.#config.name}: it could not be unloaded cleanly: ${messageOf(thrown)}`);
    }
  }
}
