import type { MessagePort, Worker } from 'node:worker_threads';
import type { Clock, Dispose } from '../../../shared/plugin/common.ts';
import { instanceOf, localOf, ringId, THREAD, TIME } from '../link/ids.ts';
import { type CallAnswer, type CallRequest, refusal } from '../link/calls.ts';
import type { FromGuest, GuestLimits, GuestThreadData } from '../link/messages.ts';
import { Guest } from './guest.ts';
import type { GuestOwner } from './guest-owner.ts';
import { GuestProcess, type ProcessListener } from './guest-process.ts';
import type { WatchdogLimits } from './watchdog.ts';

export interface PoolOptions {
  /** Start the thread of this language. */
  readonly start: (data: GuestThreadData, transfer: readonly MessagePort[]) => Worker;
  readonly clock: Clock;
  /** `host`: guests live by the given clock (tests); `own`: by their thread's. */
  readonly time: 'own' | 'host';
  readonly dataFolder: string;
  readonly watchdog: WatchdogLimits;
  readonly limits: GuestLimits;
  /** Keep a started thread in reserve once one had to be ended: for engines that are slow to start. */
  readonly spare: boolean;
}

/** Waits before an instance that was stopped is started again: at once, then ever longer. */
const BACK_OFF = [0, 1000, 2000, 5000, 10_000, 30_000];
/** A version that ran before and does not load now is tried again after this, ms: a port may be free again. */
const RETRY = 5000;
/** An instance that ran this long is forgiven. */
const FORGIVEN = 60_000;
/** Host time is told to guests this often, ms. */
const TIME_GRAIN = 10;

/** All instances of one language, on one guest thread. The thread starts with the first instance. */
export class GuestPool implements ProcessListener {
  readonly #guests = new Map<number, Guest>();
  readonly #kills = new Map<number, { count: number; at: number }>();
  readonly #waits = new Set<NodeJS.Timeout>();
  #process: GuestProcess | undefined;
  #spare: GuestProcess | undefined;
  #numbers = 0;
  #failures = 0;
  #stopClock: Dispose | undefined;
  #closed = false;

  constructor(private readonly options: PoolOptions) {}

  /** A new instance; load it next. Its thread may still be starting. */
  open(owner: GuestOwner): Guest {
    const guest = new Guest(++this.#numbers, owner, this.options.limits, () => this.#pushTime());
    this.#guests.set(guest.number, guest);
    const process = this.#current();
    process.ready.then(
      () => this.#attach(guest, process),
      () => undefined,
    );
    return guest;
  }

  /** Let go of an instance; the thread ends with the last one. */
  async release(guest: Guest): Promise<void> {
    await guest.close();
    this.#guests.delete(guest.number);
    if (this.#guests.size === 0) this.#end();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#guests.values()].map(guest => guest.close()));
    this.#guests.clear();
    this.#end();
  }

  output(id: number, seq: number, value: number): void {
    this.#guests.get(instanceOf(id))?.output(localOf(id), seq, value);
  }
  message(message: FromGuest): void {
    if ('instance' in message) this.#guests.get(message.instance)?.message(message);
  }
  async ask(instance: number, generation: number, request: CallRequest): Promise<CallAnswer> {
    return (
      (await this.#guests.get(instance)?.ask(generation, request)) ?? refusal('EBADF', 'no such instance')
    );
  }
  relaxed(): void {
    for (const guest of this.#guests.values()) guest.relax();
  }

  lost(instance: number, local: number | undefined, reason: string): void {
    const guilty = this.#guests.get(instance);
    this.#process = undefined;
    for (const guest of this.#guests.values()) {
      guest.detach(guest === guilty ? { reason, local } : undefined);
      if (!guilty) guest.owner.engineFailed(reason);
    }
    if (this.#closed || this.#guests.size === 0) return;
    const wait = guilty ? this.#penalty(guilty.number) : 0;
    // An engine that cannot even start is not tried in a circle.
    this.#failures = guilty ? 0 : this.#failures + 1;
    const pause = BACK_OFF[Math.min(this.#failures, BACK_OFF.length - 1)] ?? 0;
    this.#later(pause, () => void this.#restart(guilty, wait));
  }

  #penalty(number: number): number {
    const now = performance.now();
    const before = this.#kills.get(number);
    const count = before && now - before.at < FORGIVEN ? before.count + 1 : 0;
    this.#kills.set(number, { count, at: now });
    return BACK_OFF[Math.min(count, BACK_OFF.length - 1)] ?? 0;
  }

  async #restart(guilty: Guest | undefined, wait: number): Promise<void> {
    const process = this.#current();
    try {
      await process.ready;
    } catch {
      return;
    }
    this.#failures = 0;
    const innocent = [...this.#guests.values()].filter(guest => guest !== guilty);
    for (const guest of innocent) void this.#attach(guest, process);
    if (guilty) this.#later(wait, () => void this.#attach(guilty, process));
    if (guilty && this.options.spare && !this.#spare) this.#later(2000, () => (this.#spare ??= this.#make()));
  }

  async #attach(guest: Guest, process: GuestProcess): Promise<void> {
    if (guest.closed || process !== this.#process) return;
    const report = await guest.attach(process);
    if (!report) return;
    guest.owner.restored(report);
    if (!report.ok) this.#later(RETRY, () => void this.#attach(guest, process));
  }

  #current(): GuestProcess {
    if (this.#process) return this.#process;
    this.#process = this.#spare ?? this.#make();
    this.#spare = undefined;
    if (this.options.time === 'host') {
      this.#stopClock ??= this.options.clock.every(TIME_GRAIN, () => this.#pushTime());
    }
    return this.#process;
  }

  #make(): GuestProcess {
    const { start, time, clock, dataFolder, watchdog } = this.options;
    const made: GuestProcess = new GuestProcess(start, { time, start: clock.now(), dataFolder }, watchdog, {
      output: (id, seq, value) => this.output(id, seq, value),
      message: message => this.message(message),
      ask: (instance, generation, request) => this.ask(instance, generation, request),
      relaxed: () => this.relaxed(),
      lost: (instance, local, reason) => {
        if (made === this.#spare) this.#spare = undefined;
        else if (made === this.#process) this.lost(instance, local, reason);
      },
    });
    return made;
  }

  #pushTime(): void {
    const process = this.#process;
    if (!process || this.options.time !== 'host') return;
    process.in.push(ringId(THREAD, TIME), 0, this.options.clock.now());
    process.publish();
  }

  #later(ms: number, work: () => void): void {
    if (ms === 0) return work();
    const timer = setTimeout(() => {
      this.#waits.delete(timer);
      if (!this.#closed && this.#guests.size > 0) work();
    }, ms);
    timer.unref();
    this.#waits.add(timer);
  }

  #end(): void {
    this.#stopClock?.();
    this.#stopClock = undefined;
    for (const timer of this.#waits) clearTimeout(timer);
    this.#waits.clear();
    const processes = [this.#process, this.#spare];
    this.#process = undefined;
    this.#spare = undefined;
    for (const process of processes) process?.retire();
  }
}
