import { receiveMessageOnPort } from 'node:worker_threads';
import { messageOf } from '../../../shared/error/coded-error.ts';
import { instanceOf, localOf, READABLE, THREAD } from '../link/ids.ts';
import type { GuestThreadData, ToGuest } from '../link/messages.ts';
import { type GuestEngine, MAX_BATCH } from './guest-vm.ts';
import { Slot } from './slot.ts';
import { ThreadContext } from './thread-context.ts';

/** The longest sleep, ms: reports that were held back go out at least this often. */
const LONGEST_SLEEP = 250;
/** After a batch that took longer than this, events go one by one, so that the watchdog sees each. */
const SLOW_BATCH_MS = 20;
/** So few events go one by one too: if one of them hangs, it is known which. */
const FEW = 8;

/** The loop of a guest thread: messages, events, timers, sleep. */
export class GuestThread {
  readonly #context: ThreadContext;
  readonly #slots = new Map<number, Slot>();
  #batch = MAX_BATCH;

  constructor(
    data: GuestThreadData,
    private readonly engine: GuestEngine,
  ) {
    this.#context = new ThreadContext(data);
  }

  /** Runs until the host ends the thread. */
  async run(): Promise<void> {
    const interrupt = this.engine.interrupt;
    this.#context.post({ op: 'ready', ...(interrupt ? { interrupt } : {}) });
    try {
      for (;;) await this.#round();
    } catch (thrown) {
      this.#context.post({ op: 'fatal', reason: messageOf(thrown) });
    }
  }

  async #round(): Promise<void> {
    const { control } = this.#context;
    const wake = control.get('wake');
    const events = this.#context.in.available();
    for (let message = this.#receive(); message; message = this.#receive()) await this.#obey(message);
    this.#handle(Math.min(events, this.#context.in.available()));
    const due = this.#tick();
    this.#context.publish();
    const sleep = Math.min(LONGEST_SLEEP, due - this.#context.now());
    if (sleep > 0) control.wait('wake', wake, sleep);
  }

  #receive(): ToGuest | undefined {
    const received = receiveMessageOnPort(this.#context.data.port) as { message: ToGuest } | undefined;
    return received?.message;
  }

  async #obey(message: ToGuest): Promise<void> {
    switch (message.op) {
      case 'load':
        this.#answer(message.request, await this.#load(message));
        break;
      case 'bind':
        this.#slots.get(message.instance)?.bind(message.channel);
        break;
      case 'unbind':
        this.#slots.get(message.instance)?.unbind(message.local);
        break;
      case 'close':
        this.#close(this.#slots.get(message.instance));
        this.#slots.delete(message.instance);
        this.#answer(message.request, true);
        break;
      case 'call':
        this.#answer(message.request, this.#call(message.instance, message.local, message.value));
        break;
      case 'stats':
        this.#answer(message.request, this.#slots.get(message.instance)?.stats());
        break;
      case 'sync':
        this.#handle(this.#context.in.available());
        this.#tick();
        for (const slot of this.#slots.values()) slot.flush(Infinity);
        this.#context.publish();
        this.#answer(message.request, true);
        break;
    }
  }

  /** Load a version beside the one that runs, and put it in its place between two events when it is good. */
  async #load(message: ToGuest & { op: 'load' }) {
    const { instance, generation, spec } = message;
    const before = this.#slots.get(instance);
    const state = before?.vm?.saveState() ?? '';
    const slot = new Slot(instance, generation, spec, this.#context);
    const { control } = this.#context;
    control.set('generation', generation);
    control.raise('beat');
    control.set('loading', 1);
    control.set('busy', instance);
    slot.renew();
    const { vm, report } = await this.engine.load(slot, spec, state);
    control.set('busy', 0);
    control.set('loading', 0);
    slot.flush(Infinity);
    if (!report.ok) {
      vm.dispose();
      return report;
    }
    this.#close(before);
    slot.start(vm);
    this.#slots.set(instance, slot);
    this.#context.publish();
    return report;
  }

  #close(slot: Slot | undefined): void {
    const vm = slot?.vm;
    if (!slot || !vm) return;
    slot.enter(() => vm.cleanup());
    slot.flush(Infinity);
    this.#context.publish();
    vm.dispose();
  }

  #answer(request: number, result: unknown): void {
    this.#context.post({ op: 'answer', request, result });
  }

  #call(instance: number, local: number, value: number): number {
    const slot = this.#slots.get(instance);
    slot?.put(0, local, value, 0);
    return slot?.run(1) ?? 0;
  }

  #handle(events: number): void {
    const ring = this.#context.in;
    const few = events <= FEW;
    let count = 0;
    let current: Slot | undefined;
    const run = () => {
      if (current && count > 0) this.#batch = current.run(count) > SLOW_BATCH_MS ? 1 : MAX_BATCH;
      if (count > 0) this.#context.publish();
      count = 0;
    };
    // Records are released before the code that handles them runs: what kills this thread is not served again.
    for (let left = events; left > 0; left--) {
      const id = ring.id(0);
      const seq = ring.seq(0);
      const value = ring.value(0);
      ring.release(1);
      const slot = this.#slots.get(instanceOf(id));
      const local = localOf(id);
      if (instanceOf(id) === THREAD) {
        run();
        this.#context.setHostTime(value);
        this.#tick();
      } else if (slot && local >= READABLE) {
        run();
        slot.readable(local - READABLE);
      } else if (slot) {
        if (slot !== current || count >= (few ? 1 : this.#batch)) run();
        current = slot;
        slot.put(count++, local, value, seq);
      }
    }
    run();
  }

  /** Give every machine its due time; the time of the next. */
  #tick(): number {
    const now = this.#context.now();
    let next = Infinity;
    for (const slot of this.#slots.values()) {
      const { vm } = slot;
      if (vm && slot.due <= now) slot.tick(vm, now);
      next = Math.min(next, slot.due);
      slot.flush(performance.now());
    }
    return next;
  }
}
