import type { BackendInstance } from '../../shared/plugin/backend.ts';
import type { Clock } from '../../shared/plugin/common.ts';
import type { ChannelIndex, ChannelTable } from './channel-table.ts';
import { EventQueue, Overflow } from './event-queue.ts';
import type { EventRing } from './event-ring.ts';
import { type FanOut, NO_WIRES } from './fan-out.ts';
import { LatencyHistogram } from './latency.ts';
import { BOX, Outboxes } from './outbox.ts';

/** More hops from one first cause than any sane patch has: a loop is looked for. */
export const HOP_LIMIT = 400;
/** Events between two looks for a loop that runs through other threads. */
const LOOK_EVERY = 4096;
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
  /** The event `seq` has at least `HOP_LIMIT` hops behind it. */
  onTooManyHops(seq: number): void;
}

/** Moves events from channels to channels. Nothing is allocated per event. */
export class Router {
  readonly #options: RouterOptions;
  readonly #table: ChannelTable;
  readonly #ring: EventRing;
  readonly #overflow = new Overflow();
  readonly #boxes = new Outboxes();
  /** Slots with events of this iteration, in the order of their first one. */
  readonly #busy: number[] = [];
  readonly #drain = () => this.drain();
  #incoming: EventQueue;
  #routing: EventQueue;
  #fanOut: FanOut = NO_WIRES;
  /** The queue overflowed and the overflow is not empty yet: what comes now is newer and must go there too. */
  #full = false;
  #scheduled = false;
  #draining = false;
  #enteredAt = 0;
  /** Epoch time at which the clock's `now` is 0. Reading the clock costs as much as routing several events. */
  readonly #epoch: number;
  #iterations = 0;
  #nextLook = LOOK_EVERY;
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
    this.#epoch = options.clock.wall() - options.clock.now();
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

  /** Who gets the events of an instance slot; absent while there is nobody. */
  setReceiver(slot: number, receiver: Pick<BackendInstance, 'receive'> | undefined): void {
    this.#boxes.setReceiver(slot, receiver);
  }

  /** An event from an instance. `value` must be finite and within 0..1. `cause` 0 = the outside world. */
  push(channel: ChannelIndex, value: number, cause: number): void {
    const because = cause === 0 ? this.#ambientCause : cause;
    if (this.#full || !this.#incoming.push(channel, value, because)) {
      this.#full = true;
      this.#overflow.put(channel, value, because);
    }
    if (this.#scheduled || this.#draining) return;
    this.#scheduled = true;
    this.#enteredAt = this.#options.clock.now();
    this.#options.schedule(this.#drain);
  }

  /** Give values to an instance outside the flow of events: what it was last sent, after it has (re)started. */
  send(slot: number, known: readonly { readonly local: number; readonly value: number }[]): void {
    for (const { local, value } of known) {
      if (this.#boxes.counts[slot] === BOX) this.#handOver(slot);
      this.#boxes.put(slot, local, value, this.#ring.last);
    }
    this.#handOver(slot);
  }

  /**
   * A value for a channel from outside the patch (a remote client), as if a wire had brought it; it waits for
   * `deliver`. It must be finite and within 0..1. Not to be called by an instance that is receiving.
   */
  write(channel: ChannelIndex, value: number): void {
    const { owner, local, value: last } = this.#table;
    const slot = owner[channel] as number;
    if (this.#busy.length === 0) this.#ring.mark(this.#options.clock.wall());
    if (this.#boxes.counts[slot] === 0) this.#busy.push(slot);
    else if (this.#boxes.counts[slot] === BOX) this.#handOver(slot);
    last[channel] = value;
    this.#boxes.put(slot, local[channel] as number, value, this.#ring.addWrite(channel, value));
    this.routed += 2;
  }

  /** Give instances what waits for them: values of `write`. */
  deliver(): void {
    for (const slot of this.#busy) this.#handOver(slot);
    this.#busy.length = 0;
  }

  /** Route all that waits, and all that follows from it. */
  drain(): void {
    if (this.#draining) return;
    this.#scheduled = false;
    this.#draining = true;
    const before = this.routed;
    this.#iterations = 0;
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
    if (this.#full) {
      this.#overflow.drainInto(this.#incoming);
      this.#full = this.#overflow.size > 0;
    }
    this.#ring.mark(this.#enteredAt + this.#epoch);
    this.#route(batch);
    batch.length = 0;
    this.deliver();
    this.#lookForLoops();
  }

  /** The inner loop: record each event, give it to the targets of its channel. Kept in one piece for speed. */
  #route(batch: EventQueue): void {
    const { channels, values, causes, length } = batch;
    const { value: last, owner, local } = this.#table;
    const { offsets, targets } = this.#fanOut;
    const { channels: ringChannels, values: ringValues, causes: ringCauses, mask } = this.#ring;
    const { locals: boxLocals, values: boxValues, seqs: boxSeqs, counts } = this.#boxes;
    // A channel that is newer than the compiled wires has none.
    const wired = offsets.length - 1;
    let at = this.#ring.at;
    let seq = this.#ring.last;
    for (let i = 0; i < length; i++) {
      const channel = channels[i] as number;
      const value = values[i] as number;
      at = (at + 1) & mask;
      seq++;
      ringChannels[at] = channel;
      ringValues[at] = value;
      ringCauses[at] = causes[i] as number;
      last[channel] = value;
      if (channel >= wired) continue;
      const end = offsets[channel + 1] as number;
      for (let k = offsets[channel] as number; k < end; k++) {
        const target = targets[k] as number;
        at = (at + 1) & mask;
        seq++;
        ringChannels[at] = ~target;
        last[target] = value;
        const slot = owner[target] as number;
        let count = counts[slot] as number;
        if (count === 0) this.#busy.push(slot);
        else if (count === BOX) count = this.#handOver(slot);
        const place = slot * BOX + count;
        boxLocals[place] = local[target] as number;
        boxValues[place] = value;
        boxSeqs[place] = seq;
        counts[slot] = count + 1;
      }
    }
    this.routed += seq - this.#ring.last;
    this.#ring.at = at;
    this.#ring.last = seq;
  }

  /**
   * A loop shows as an endless chain of causes. Looking at every event would cost more than routing it; one look per
   * `HOP_LIMIT` iterations, and one per so many events that came back later (from a script's thread), finds it as
   * surely, since it never ends.
   */
  #lookForLoops(): void {
    this.#iterations++;
    const ring = this.#ring;
    if (this.#iterations % HOP_LIMIT !== 0 && ring.last < this.#nextLook) return;
    this.#nextLook = ring.last + LOOK_EVERY;
    if (ring.depth(ring.last, 2 * HOP_LIMIT) >= 2 * HOP_LIMIT) this.#options.onTooManyHops(ring.last);
  }

  /** Give an instance its events; returns 0, the number that are left. */
  #handOver(slot: number): number {
    const boxes = this.#boxes;
    const batch = boxes.batch(slot);
    const count = batch.end - batch.start;
    if (count === 0) return 0;
    boxes.counts[slot] = 0;
    const receiver = boxes.receiver(slot);
    if (!receiver) {
      this.dropped += count;
      return 0;
    }
    this.#ambientCause = batch.seqs[batch.end - 1] as number;
    try {
      receiver.receive(batch);
    } catch (thrown) {
      this.dropped += count;
      this.#options.onReceiveFailed(slot, count, thrown);
    }
    this.#ambientCause = 0;
    return 0;
  }
}
