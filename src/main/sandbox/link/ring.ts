/** Doubles of one record: id, seq, value (24 bytes). */
const RECORD = 3;
/** Bytes before the records: the two counters, each on a cache line of its own. */
const HEADER = 128;
const HEAD = 0;
const TAIL = 16;

/**
 * A ring of (id, seq, value) records between exactly one writing and one reading thread. The counters run on and wrap
 * at 32 bits; only their difference counts. Neither side allocates.
 */
export class Ring {
  readonly #counters: Int32Array;
  readonly #records: Float64Array;
  readonly #mask: number;
  #head = 0;

  constructor(readonly buffer: SharedArrayBuffer) {
    this.#counters = new Int32Array(buffer, 0, HEADER / 4);
    this.#records = new Float64Array(buffer, HEADER);
    this.#mask = this.#records.length / RECORD - 1;
    this.#head = Atomics.load(this.#counters, HEAD);
  }

  /** Bytes that a ring of `records` takes. `records` is a power of two. */
  static bytes(records: number): number {
    return HEADER + records * RECORD * 8;
  }

  get capacity(): number {
    return this.#mask + 1;
  }

  /** Writer: add a record; it is seen after `publish`. False when the ring is full. */
  push(id: number, seq: number, value: number): boolean {
    const used = (this.#head - Atomics.load(this.#counters, TAIL)) | 0;
    if (used > this.#mask || used < 0) return false;
    const at = (this.#head & this.#mask) * RECORD;
    this.#records[at] = id;
    this.#records[at + 1] = seq;
    this.#records[at + 2] = value;
    this.#head = (this.#head + 1) | 0;
    return true;
  }

  /** Writer: show what was pushed. */
  publish(): void {
    Atomics.store(this.#counters, HEAD, this.#head);
  }

  /**
   * Reader: how many records wait. A counter that cannot be true (the other side may be hostile) counts as none.
   */
  available(): number {
    const count = (Atomics.load(this.#counters, HEAD) - Atomics.load(this.#counters, TAIL)) | 0;
    return count < 0 || count > this.capacity ? 0 : count;
  }

  /** Reader: id of the `n`th waiting record, from 0. */
  id(n: number): number {
    return this.#field(n, 0);
  }
  seq(n: number): number {
    return this.#field(n, 1);
  }
  value(n: number): number {
    return this.#field(n, 2);
  }

  /** Reader: give the first `count` records back to the writer. */
  release(count: number): void {
    Atomics.add(this.#counters, TAIL, count);
  }

  /** Writer: wait (in a worker) until the reader released something, at most `ms`. */
  waitForSpace(ms: number): void {
    const tail = Atomics.load(this.#counters, TAIL);
    if (((this.#head - tail) | 0) > this.#mask) Atomics.wait(this.#counters, TAIL, tail, ms);
  }

  /** Reader: wake a writer that waits for space. */
  notifySpace(): void {
    Atomics.notify(this.#counters, TAIL, 1);
  }

  #field(n: number, field: number): number {
    const at = ((Atomics.load(this.#counters, TAIL) + n) & this.#mask) * RECORD + field;
    return this.#records[at] ?? NaN;
  }
}
