import type { LogLevel } from '../../../shared/plugin/common.ts';
import type { CallAnswer, CallName } from '../link/calls.ts';
import type { BoundChannel, Fault, FromGuest, GuestSpec, GuestStats } from '../link/messages.ts';
import { CallTimes } from './call-times.ts';
import { FaultDigest } from './fault-digest.ts';
import { type GuestVm, MAX_BATCH, type VmHost } from './guest-vm.ts';
import { OutputGate } from './output-gate.ts';
import type { ThreadContext } from './thread-context.ts';

/** A call that was looked at less often has not had its time: the computer was busy with something else. */
const LEAST_LOOKS = 20;
/** Log lines of one instance per second; more are counted. */
const LOG_LINES = 200;

/** One loaded version of one instance, with all that its machine may touch. */
export class Slot implements VmHost {
  readonly gate: OutputGate;
  /** Outputs while loading; they count only when the load succeeds. */
  #held: [local: number, value: number][] | undefined = [];
  readonly #times = new CallTimes();
  readonly #channelTimes = new Map<number, CallTimes>();
  readonly #faults: FaultDigest;
  readonly #locals = new Int32Array(MAX_BATCH);
  readonly #values = new Float64Array(MAX_BATCH);
  readonly #seqs = new Float64Array(MAX_BATCH);
  #vm: GuestVm | undefined;
  #began = 0;
  #blocked = 0;
  #looks = 0;
  #softMs: number;
  #position = -2;
  #logged = 0;
  #logSecond = 0;
  #unlogged = 0;
  /** Time at which the machine wants a tick. */
  due = 0;

  constructor(
    readonly instance: number,
    readonly generation: number,
    private readonly spec: GuestSpec,
    private readonly thread: ThreadContext,
  ) {
    this.gate = new OutputGate(instance, spec.limits.outputs, thread.out, () => thread.waitForSpace());
    this.#faults = new FaultDigest(fault => this.#post({ op: 'fault', instance, fault }), 250);
    this.#softMs = spec.limits.loadMs;
    for (const channel of spec.channels) this.gate.know(channel.local, true);
  }

  /** The load is over and well: from now on this version speaks. */
  start(vm: GuestVm): void {
    this.#vm = vm;
    this.#softMs = this.spec.limits.softMs;
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const [local, value] of held) this.gate.emit(local, value, -1, 0);
  }

  get vm(): GuestVm | undefined {
    return this.#vm;
  }

  /** Note an event of the batch, before `run`. */
  put(index: number, local: number, value: number, seq: number): void {
    this.#locals[index] = local;
    this.#values[index] = value;
    this.#seqs[index] = seq;
    this.#vm?.put(index, local, value);
  }

  /** Handle the noted events; the milliseconds that it took. */
  run(count: number): number {
    const vm = this.#vm;
    if (!vm) return 0;
    this.thread.control.set('local', count === 1 ? (this.#locals[0] ?? 0) + 1 : 0);
    const took = this.enter(() => vm.dispatch(count));
    this.thread.control.set('local', 0);
    this.#account(count, took);
    return took;
  }

  /** Run what is due. What is newly scheduled meanwhile counts too. */
  tick(vm: GuestVm, now: number): void {
    this.due = Infinity;
    this.enter(() => this.schedule(vm.tick(now)));
  }

  /** A managed socket was said to have something to read. Another handler may have read it since: then none is called. */
  readable(fd: number): void {
    this.enter(() => {
      if (this.call('ready', fd, 0).result === 1) this.#vm?.readable(fd);
    });
  }

  /** Run guest code with the clock of the watchdog set anew; the milliseconds that it took. */
  enter(work: () => void): number {
    const { control } = this.thread;
    control.set('generation', this.generation);
    control.raise('beat');
    control.set('busy', this.instance);
    this.#position = -2;
    this.gate.renew();
    this.renew();
    const from = this.#began;
    // What is thrown here means that the engine is broken: then the host shall see whose code was running.
    work();
    control.set('busy', 0);
    return performance.now() - from;
  }

  now(): number {
    return this.thread.now();
  }

  emit(local: number, value: number, position: number): void {
    if (this.#held) {
      if (this.#held.length < this.spec.limits.outputs) this.#held.push([local, value]);
      else this.gate.over++;
      return;
    }
    this.gate.emit(local, value, position, this.#seqs[position] ?? 0);
  }

  log(level: LogLevel, text: string): void {
    const second = Math.floor(performance.now() / 1000);
    if (second !== this.#logSecond) {
      if (this.#unlogged > 0) this.#log('warn', `${this.#unlogged} more lines were left out`);
      this.#logSecond = second;
      this.#logged = 0;
      this.#unlogged = 0;
    }
    if (this.#logged++ < LOG_LINES) this.#log(level, text.slice(0, 4000));
    else this.#unlogged++;
  }

  fault(fault: Fault, position: number): void {
    const inside = position >= 0 && position < MAX_BATCH;
    const trigger = inside ? { local: this.#locals[position] ?? 0, value: this.#values[position] ?? 0 } : {};
    this.#faults.add(fault, performance.now(), trigger);
  }

  source(path: string): string | undefined {
    const answer = this.call('source', 0, 0, path);
    return answer.result < 0 ? undefined : new TextDecoder().decode(answer.data);
  }

  call(op: CallName, a: number, b: number, text = '', data?: Uint8Array, timeoutMs = -1): CallAnswer {
    const from = performance.now();
    const answer = this.thread.caller.call(op, a, b, text, data, timeoutMs);
    this.#blocked += performance.now() - from;
    return answer;
  }

  expired(position: number): boolean {
    if (position !== this.#position) {
      this.#position = position;
      this.renew();
      return false;
    }
    if (++this.#looks < LEAST_LOOKS) return false;
    return performance.now() - this.#began - this.#blocked > this.#softMs;
  }

  renew(): void {
    this.#began = performance.now();
    this.#blocked = 0;
    this.#looks = 0;
    this.thread.control.raise('beat');
  }

  schedule(at: number): void {
    if (at < this.due) this.due = at;
  }

  /** Send what is only told now and then. */
  flush(now: number): void {
    this.#faults.flush(now);
    const { over, invalid } = this.gate;
    if (over + invalid === 0) return;
    this.gate.over = 0;
    this.gate.invalid = 0;
    this.#post({ op: 'refused', instance: this.instance, over, invalid });
  }

  bind(channel: BoundChannel): void {
    this.gate.know(channel.local, true);
    const handler = this.#vm?.bind(channel) ?? false;
    this.#post({ op: 'bound', instance: this.instance, local: channel.local, handler });
  }
  unbind(local: number): void {
    this.gate.know(local, false);
    this.#vm?.unbind(local);
  }

  stats(): GuestStats {
    const channels = [...this.#channelTimes].map(([local, times]) => ({
      local,
      calls: times.calls,
      p95: times.p95(),
    }));
    return { calls: this.#times.calls, p95: this.#times.p95(), memory: this.#vm?.memory() ?? 0, channels };
  }

  #account(count: number, took: number): void {
    const each = took / count;
    this.#times.add(each, count);
    for (let i = 0; i < count; i++) {
      const local = this.#locals[i] ?? 0;
      let times = this.#channelTimes.get(local);
      if (!times) this.#channelTimes.set(local, (times = new CallTimes()));
      times.add(each, 1);
    }
  }
  #log(level: LogLevel, text: string): void {
    this.#post({ op: 'log', instance: this.instance, level, text });
  }
  #post(message: FromGuest): void {
    this.thread.post(message);
  }
}
