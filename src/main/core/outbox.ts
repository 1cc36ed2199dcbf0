import type { BackendInstance, EventBatch } from '../../shared/plugin/backend.ts';

/** Events that one instance is given in one call, at most. */
export const BOX = 512;

type Receiver = Pick<BackendInstance, 'receive'>;

/**
 * Events on their way to instances, collected during an iteration and handed over in one call each, in order. All
 * boxes lie side by side in the same arrays: slot `s` has the places from `s * BOX`. Apart, each push would have to
 * load three arrays from their box first, which was measured to cost as much as the stores.
 */
export class Outboxes {
  locals = new Int32Array(0);
  values = new Float64Array(0);
  seqs = new Float64Array(0);
  /** Events in each box. */
  counts = new Int32Array(0);
  readonly #receivers: (Receiver | undefined)[] = [];
  readonly #batch: { -readonly [K in keyof EventBatch]: EventBatch[K] } = {
    locals: this.locals,
    values: this.values,
    seqs: this.seqs,
    start: 0,
    end: 0,
  };

  /** Absent while the instance is starting or gone; its events are then forgotten, its last values are not. */
  setReceiver(slot: number, receiver: Receiver | undefined): void {
    if (slot >= this.counts.length) this.#grow(slot + 1);
    this.#receivers[slot] = receiver;
  }

  receiver(slot: number): Receiver | undefined {
    return this.#receivers[slot];
  }

  /** Append an event; the box must have room. The router's inner loop does the same without the call. */
  put(slot: number, local: number, value: number, seq: number): void {
    const count = this.counts[slot] as number;
    const place = slot * BOX + count;
    this.locals[place] = local;
    this.values[place] = value;
    this.seqs[place] = seq;
    this.counts[slot] = count + 1;
  }

  /** The events of a box as its instance sees them; the same object each time. */
  batch(slot: number): EventBatch {
    const batch = this.#batch;
    batch.locals = this.locals;
    batch.values = this.values;
    batch.seqs = this.seqs;
    batch.start = slot * BOX;
    batch.end = batch.start + (this.counts[slot] as number);
    return batch;
  }

  #grow(slots: number): void {
    const size = Math.max(16, 2 ** Math.ceil(Math.log2(slots)));
    const keep = <A extends Int32Array | Float64Array>(to: A, from: A): A => {
      to.set(from);
      return to;
    };
    this.locals = keep(new Int32Array(size * BOX), this.locals);
    this.values = keep(new Float64Array(size * BOX), this.values);
    this.seqs = keep(new Float64Array(size * BOX), this.seqs);
    this.counts = keep(new Int32Array(size), this.counts);
  }
}
