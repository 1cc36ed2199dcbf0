import type { Clock } from '../../shared/plugin/common.ts';
import type { ChannelIndex, ChannelTable } from './channel-table.ts';
import { EventQueue, Overflow } from './event-queue.ts';
import type { EventRing } from './event-ring.ts';
import { type FanOut, NO_WIRES } from './fan-out.ts';
import { LatencyHistogram } from './latency.ts';
import { Outbox } from './outbox.ts';

/** More hops from one first cause than any sane patch has: a loop is looked for. */
export const HOP_LIMIT = 400;
/** Events routed without a pause; then the process may see to sockets and timers before the rest. */
const PAUSE_AFTER = 250_000;

export interface RouterOptions {
  readonly table: ChannelTable;
  readonly ring: EventRing;
  readonly clock: Clock;
  /** Events that may wait; beyond, the newest value per channel wins. */
  readonly capacity?: number;
  /** Run `drain` soon: a microtask, so that the events of one packet are routed together and none waits for a timer. */
  schedule(drain: () => void): void;
  /** Run `drain` after the process has seen to everything else. */
  pause(drain: () => void): void;
  /** An instance threw while receiving `count` events. */
  onReceiveFailed(slot: number, count: number, thrown: unknown): void;
  /** An event has come round too often; `seq` is its place in the ring. True when a wire was cut. */
  onTooManyHops(seq: number): boolean;
}

/** Moves events from channels to channels. Nothing is allocated per event. */
export class Router {
  readonly #options: RouterOptions;
  readonly #table: ChannelTable;
  readonly #ring: EventRing;
  readonly #overflow = new Overflow();
  readonly #outboxes: Outbox[] = [];
  /** Outboxes with events of this iteration, in the order of their first one. */
  readonly #busy: Outbox[] = [];
  readonly #drain = () => this.drain();
  #incoming: EventQueue;
  #routing: EventQueue;
  #fanOut: FanOut = NO_WIRES;
  #scheduled = false;
  #draining = false;
  #enteredAt = 0;
  /** The event that the instance now receiving was given last; cause of what it emits without saying why. */
  #ambientCause = 0;
  readonly latency = new LatencyHistogram();
  /** Events that entered or left over a wire, since the start. */
  routed = 0;
  /** Events that an instance threw away by failing, or that had no receiver. */
  dropped = 0;

  constructor(options: RouterOptions) {
    this.#options = options;
    this.#table = options.table;
    this.#ring = options.ring;
    const capacity = options.capacity ?? 1 << 16;
    this.#incoming = new EventQueue(capacity);
    this.#routing = new EventQueue(capacity);
  }

  get coalesced(): number {
    return this.#overflow.coalesced;
  }

  get idle(): boolean {
    return this.#incoming.length === 0 && this.#overflow.size === 0;
  }

  setFanOut(fanOut: FanOut): void {
    this.#fanOut = fanOut;
  }

  /** The box of an instance, made when it is new. */
  outbox(slot: number): Outbox {
    return (this.#outboxes[slot] ??= new Outbox(slot));
  }

  /** An event from an instance. `value` must be finite and within 0..1. `cause` 0 = the outside world. */
  push(channel: ChannelIndex, value: number, cause: number): void {
    const because = cause === 0 ? this.#ambientCause : cause;
    if (this.#overflow.size > 0 || !this.#incoming.push(channel, value, because)) {
      this.#overflow.put(channel, value, because);
    }
    if (this.#scheduled || this.#draining) return;
    this.#scheduled = true;
    this.#enteredAt = this.#options.clock.now();
    this.#options.schedule(this.#drain);
  }

  /** Route all that waits, and all that follows from it. */
  drain(): void {
    if (this.#draining) return;
    this.#scheduled = false;
    this.#draining = true;
    const before = this.routed;
    while (!this.idle) {
      if (this.routed - before > PAUSE_AFTER) {
        this.#scheduled = true;
        this.#options.pause(this.#drain);
        break;
      }
      this.#iterate();
    }
    this.#draining = false;
    this.latency.add(this.#options.clock.now() - this.#enteredAt, this.routed - before);
    if (this.#scheduled) this.#enteredAt = this.#options.clock.now();
  }

  #iterate(): void {
    const batch = this.#incoming;
    this.#incoming = this.#routing;
    this.#routing = batch;
    this.#incoming.length = 0;
    if (this.#overflow.size > 0) this.#overflow.drainInto(this.#incoming);
    this.#route(batch);
    batch.length = 0;
    this.#deliver();
  }

  #route(batch: EventQueue): void {
    const time = this.#options.clock.wall();
    const { channels, values, causes, length } = batch;
    const ring = this.#ring;
    for (let i = 0; i < length; i++) {
      const channel = channels[i] as number;
      const value = values[i] as number;
      const hops = ring.recordIn(channel, value, causes[i] as number, time);
      this.#table.value[channel] = value;
      if (hops >= HOP_LIMIT && hops % HOP_LIMIT === 0 && this.#options.onTooManyHops(ring.last)) continue;
      this.#spread(channel, value, hops, time);
    }
    this.routed += length;
  }

  /** Give the value to every target of the channel. */
  #spread(channel: ChannelIndex, value: number, hops: number, time: number): void {
    const { offsets, targets } = this.#fanOut;
    const table = this.#table;
    const cause = this.#ring.last;
    // A channel that is newer than the compiled wires has none.
    const end = (channel + 1 < offsets.length ? offsets[channel + 1] : 0) as number;
    for (let k = end === 0 ? 0 : (offsets[channel] as number); k < end; k++) {
      const target = targets[k] as number;
      const box = this.#outboxes[table.owner[target] as number] as Outbox;
      table.value[target] = value;
      const seq = this.#ring.recordOut(target, value, cause, time, hops);
      if (box.end === 0) this.#busy.push(box);
      else if (box.full) this.#handOver(box);
      box.push(table.local[target] as number, value, seq);
      this.routed++;
    }
  }

  #deliver(): void {
    for (const box of this.#busy) this.#handOver(box);
    this.#busy.length = 0;
  }

  #handOver(box: Outbox): void {
    const count = box.end;
    if (count === 0) return;
    if (!box.receiver) {
      this.dropped += count;
      box.end = 0;
      return;
    }
    this.#ambientCause = box.seqs[count - 1] as number;
    try {
      box.receiver.receive(box);
    } catch (thrown) {
      this.dropped += count;
      this.#options.onReceiveFailed(box.slot, count, thrown);
    }
    this.#ambientCause = 0;
    box.end = 0;
  }
}
