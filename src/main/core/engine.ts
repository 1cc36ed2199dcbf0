import type { LiveChannel } from '../../shared/contract/calls/devices.ts';
import { fail, messageOf } from '../../shared/error/coded-error.ts';
import { problemOf } from '../../shared/error/problem.ts';
import type { PatchDocument } from '../../shared/patch/document.ts';
import type { Backend } from '../../shared/plugin/backend.ts';
import type { Clock, Logger } from '../../shared/plugin/common.ts';
import { clamp01 } from '../../shared/signal/value.ts';
import { ChannelTable } from './channel-table.ts';
import { EventRing } from './event-ring.ts';
import { InstanceRunner, type RunnerWorld } from './instance-runner.ts';
import { type LiveWire, LoopCutter } from './loop-cutter.ts';
import { makePlan, type Plan, type PlannedInstance, PlanMemory } from './plan.ts';
import type { ProblemStore } from './problem-store.ts';
import { Router } from './router.ts';
import { StatusProblems } from './status-problems.ts';
import { compileFanOut } from './fan-out.ts';

export interface EngineOptions {
  readonly clock: Clock;
  readonly problems: ProblemStore;
  readonly backends: ReadonlyMap<string, { readonly backend: Backend }>;
  /** A logger for each source of lines. */
  log(source: string): Logger;
  /** Folder of the open patch file. */
  patchFolder(): string | undefined;
  limit<T>(work: () => T | Promise<T>): Promise<T>;
  /** Plan only: start no instance, open no socket. */
  readonly dryRun?: boolean;
}

/** What the engine tells whoever listens. */
export interface EngineListener {
  /** Channels or wires are others now. */
  onApplied?(): void;
  onStatus?(): void;
  onDetected?(instance: string, channel: string, value: number): void;
  onNotify?(instance: string, topic: string, payload: unknown): void;
}

const RING = 1 << 16;

/** Runs a patch document: its instances, and the wires between their channels. */
export class Engine {
  readonly table = new ChannelTable();
  readonly ring = new EventRing(RING);
  readonly router: Router;
  /** Values that were no numbers, since the start. */
  refused = 0;
  readonly #options: EngineOptions;
  readonly #runners = new Map<string, InstanceRunner>();
  readonly #listeners = new Set<EngineListener>();
  readonly #loops: LoopCutter;
  readonly #statusProblems: StatusProblems;
  #slots = 0;
  /** Slots that can be given away, and those that the wires may still lead to. */
  readonly #free: number[] = [];
  readonly #retired: number[] = [];
  readonly #memory = new PlanMemory();
  #planned: readonly PlannedInstance[] = [];
  #wires: readonly LiveWire[] = [];
  readonly #starting = new Set<Promise<void>>();
  #wanted: PatchDocument | undefined;
  #sections: PatchDocument['sections'] = {};
  #applying: Promise<void> | undefined;
  #detecting = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#loops = new LoopCutter(this.table, this.ring, options.problems);
    this.#statusProblems = new StatusProblems(options.clock, options.problems, () => this.runners());
    this.router = new Router({
      table: this.table,
      ring: this.ring,
      clock: options.clock,
      schedule: queueMicrotask,
      pause: setImmediate,
      onReceiveFailed: (slot, count, thrown) => this.#receiveFailed(slot, count, thrown),
      onTooManyHops: seq => {
        if (this.#loops.cut(seq, this.#wires)) this.#connect();
      },
    });
  }

  listen(listener: EngineListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Run this document from now on; only what differs from the running one is touched. While one document is being
   * applied, of those that come only the last one counts. Instances start in their own time: see `settled`.
   */
  apply(document: PatchDocument): Promise<void> {
    this.#wanted = document;
    this.#applying ??= this.#applyWanted();
    return this.#applying;
  }

  /** What was handed in is running, but for instances that still start. Never rejects. */
  async applied(): Promise<void> {
    await this.#applying?.catch(() => undefined);
  }

  /** Every instance has started, or failed to. */
  async settled(): Promise<void> {
    await this.#applying;
    await Promise.all(this.#starting);
  }

  runners(): readonly InstanceRunner[] {
    return [...this.#runners.values()];
  }

  runner(name: string): InstanceRunner | undefined {
    return this.#runners.get(name);
  }

  /** The channels of the running patch. */
  channels(): LiveChannel[] {
    const live: LiveChannel[] = [];
    for (const { name: instance, channels } of this.#planned) {
      const runner = this.#runners.get(instance);
      for (const [channel, { source, target }] of channels) {
        const index = runner?.indexOf(channel);
        if (index !== undefined) live.push({ index, instance, channel, source, target });
      }
    }
    return live;
  }

  /** A person moved an on-screen control; channels of other devices take no notice. */
  touch(index: number, value: number): void {
    this.#runnerOf(index)?.touch(this.table.local[index] ?? -1, value);
  }

  /**
   * Values from a remote client, as [channel index, value]. An on-screen control moves as by hand, another target of
   * the patch gets its value as over a wire; the rest is refused. Returns how many were taken.
   */
  set(values: readonly (readonly [number, number])[]): number {
    let taken = 0;
    for (const [index, value] of values) if (this.#set(index, value)) taken++;
    this.router.deliver();
    return taken;
  }

  setDetecting(on: boolean): void {
    this.#detecting = on;
    for (const runner of this.#runners.values()) runner.detector.active = on;
  }

  /** The patch was saved in another folder. */
  moved(patchFolder: string | undefined): void {
    for (const runner of this.#runners.values()) runner.moved(patchFolder);
  }

  panic(): void {
    for (const runner of this.#runners.values()) runner.panic();
  }

  /** Join a wire again that was cut out of a loop. False when it was not cut. */
  restoreWire(from: string, to: string): boolean {
    const restored = this.#loops.restore(from, to);
    if (restored) this.#connect();
    return restored;
  }

  async stop(): Promise<void> {
    this.#wanted = undefined;
    await this.#applying;
    await Promise.all(this.runners().map(runner => runner.stop()));
    this.#runners.clear();
    this.#statusProblems.stop();
  }

  #set(index: number, value: number): boolean {
    const runner = this.#runnerOf(index);
    const local = this.table.local[index] ?? -1;
    const way = Number.isFinite(value) ? runner?.wayIn(local) : undefined;
    if (way === 'touch') runner?.touch(local, value);
    else if (way === 'wire') this.router.write(index, clamp01(value));
    return way !== undefined;
  }

  async #applyWanted(): Promise<void> {
    // Not before `apply` has noted that this is under way.
    await Promise.resolve();
    try {
      for (let document = this.#wanted; document; document = this.#wanted) {
        this.#wanted = undefined;
        this.#sections = document.sections;
        const plan = makePlan(document, this.#options.backends, this.#memory);
        this.#options.problems.replace('plan', plan.problems);
        if (this.#options.dryRun !== true) await this.#applyPlan(plan);
      }
    } finally {
      // At once with the last look at `#wanted`: a document that comes later begins anew.
      this.#applying = undefined;
    }
  }

  async #applyPlan(plan: Plan): Promise<void> {
    this.#planned = plan.instances;
    const fresh = await this.#exchange(plan);
    for (const planned of plan.instances) this.#runners.get(planned.name)?.setChannels(planned.channels);
    this.#wires = this.#liveWires(plan);
    this.#loops.keepOnly(plan);
    this.#connect();
    this.#freeSlots();
    this.#statusProblems.changed();
    this.#tell(listener => listener.onApplied?.());
    for (const runner of fresh) this.#start(runner);
  }

  #liveWires(plan: Plan): readonly LiveWire[] {
    const live: LiveWire[] = [];
    for (const { from, to, mapping } of plan.wires) {
      const a = this.#runners.get(from.instance)?.indexOf(from.channel);
      const b = this.#runners.get(to.instance)?.indexOf(to.channel);
      if (a !== undefined && b !== undefined) live.push({ from: a, to: b, mapping });
    }
    return live;
  }

  #start(runner: InstanceRunner): void {
    const started = runner.start().then(() => {
      if (this.#runners.get(runner.config.name) === runner) this.#restoreOutputs(runner);
      this.#starting.delete(started);
      this.#tell(listener => listener.onStatus?.());
    });
    this.#starting.add(started);
  }

  /** Stop what is gone or must be made anew, and make what is new; returns the runners that are to be started. */
  async #exchange(plan: Plan): Promise<readonly InstanceRunner[]> {
    const planned = new Map(plan.instances.map(instance => [instance.name, instance]));
    await Promise.all(
      this.runners().map(async runner => {
        const next = planned.get(runner.config.name);
        const same = next !== undefined && next.backendName === runner.config.backendName;
        if (same && (await runner.configure(next))) return;
        this.#runners.delete(runner.config.name);
        await runner.stop();
        this.#retired.push(runner.slot);
      }),
    );
    return plan.instances.flatMap(instance => {
      if (this.#runners.has(instance.name)) return [];
      const runner = this.#makeRunner(instance);
      this.#runners.set(instance.name, runner);
      return [runner];
    });
  }

  #makeRunner(planned: PlannedInstance): InstanceRunner {
    const { name } = planned;
    const slot = this.#free.pop() ?? this.#slots++;
    this.router.setReceiver(slot, undefined);
    const owner = `instance ${name}`;
    const world: RunnerWorld = {
      clock: this.#options.clock,
      log: this.#options.log(name),
      problems: this.#options.problems.reporter(owner),
      patchFolder: this.#options.patchFolder,
      section: section => this.#sections[section],
      push: (index, value, cause) => this.router.push(index, value, cause),
      refused: () => void this.refused++,
      intern: (channel, local) => this.table.intern(name, channel, slot, local),
      setReceiver: instance => this.router.setReceiver(slot, instance),
      detected: (channel, value) => this.#tell(listener => listener.onDetected?.(name, channel, value)),
      notify: (topic, payload) => this.#tell(listener => listener.onNotify?.(name, topic, payload)),
      statusChanged: () => {
        this.#statusProblems.changed();
        this.#tell(listener => listener.onStatus?.());
      },
      limit: work => this.#options.limit(work),
    };
    const runner = new InstanceRunner(planned, slot, world);
    runner.detector.active = this.#detecting;
    return runner;
  }

  /** The instance that a channel belongs to now; undefined when it is gone, or the index is none. */
  #runnerOf(index: number): InstanceRunner | undefined {
    const runner = index < this.table.size ? this.#runners.get(this.table.instanceOf(index)) : undefined;
    return runner?.slot === this.table.owner[index] ? runner : undefined;
  }

  /** Slots of stopped instances may be used again, now that no wire leads to them any more. */
  #freeSlots(): void {
    for (const slot of this.#retired) this.table.release(slot);
    this.#free.push(...this.#retired.splice(0));
  }

  /** What was last sent to an instance is sent again when it has (re)started: a light keeps its level. */
  #restoreOutputs(runner: InstanceRunner): void {
    const known = runner.targets().flatMap(({ local, index }) => {
      const value = this.table.value[index] ?? NaN;
      return Number.isNaN(value) ? [] : [{ local, value }];
    });
    this.router.send(runner.slot, known);
  }

  #connect(): void {
    const wires = this.#wires.filter(wire => !this.#loops.isCut(wire));
    this.router.setFanOut(compileFanOut(wires, this.table.size));
  }

  #receiveFailed(slot: number, count: number, thrown: unknown): void {
    const runner = this.runners().find(one => one.slot === slot);
    if (!runner) return;
    runner.counters.dropped += count;
    const instance = runner.config.name;
    const error = fail('backend.receive-failed', { instance, count, reason: messageOf(thrown) }, thrown);
    this.#options.problems.report(`instance ${instance}`, problemOf(error, { kind: 'instance', instance }));
  }

  /** A listener that throws must not disturb the others, nor the engine. */
  #tell(tell: (listener: EngineListener) => void): void {
    for (const listener of this.#listeners) {
      try {
        tell(listener);
      } catch (thrown) {
        this.#listeners.delete(listener);
        this.#options.log('core').error(`a listener was taken off: ${messageOf(thrown)}`);
      }
    }
  }
}
