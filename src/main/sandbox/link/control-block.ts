/** Words of the shared control block. */
const WORDS = {
  /** Raised by the host whenever there is something to do. */
  wake: 0,
  /** 1 = the host sleeps and wants a doorbell for new output. */
  wantBell: 1,
  /** Instance number whose code runs; 0 = none. */
  busy: 2,
  /** Raised at every boundary between two handler calls. */
  beat: 3,
  /** Local whose handler runs plus 1, when it is the only one of its batch; 0 = not known. */
  local: 14,
  /** Load generation of the code that runs, see `GuestSlot`. */
  generation: 4,
  /** 1 while modules load: their limits are wider. */
  loading: 5,
  /** 0 = no call, 1 = asked, 2 = answered. */
  callState: 6,
  callOp: 7,
  callA: 8,
  callB: 9,
  callTimeout: 10,
  callText: 11,
  callData: 12,
  callResult: 13,
} as const;

type Word = keyof typeof WORDS;

/** The words that host and guest thread share beside the rings. */
export class ControlBlock {
  static readonly BYTES = 256;
  readonly #words: Int32Array;

  constructor(readonly buffer: SharedArrayBuffer) {
    this.#words = new Int32Array(buffer);
  }

  get(word: Word): number {
    return Atomics.load(this.#words, WORDS[word]);
  }
  set(word: Word, value: number): void {
    Atomics.store(this.#words, WORDS[word], value);
  }
  exchange(word: Word, value: number): number {
    return Atomics.exchange(this.#words, WORDS[word], value);
  }
  /** Count up by one, wrapping at 32 bits. */
  raise(word: Word): void {
    Atomics.add(this.#words, WORDS[word], 1);
  }
  notify(word: Word): void {
    Atomics.notify(this.#words, WORDS[word], 1);
  }
  /** In a worker: sleep while the word is `value`, at most `ms`. False when the time was up. */
  wait(word: Word, value: number, ms: number): boolean {
    return Atomics.wait(this.#words, WORDS[word], value, ms) !== 'timed-out';
  }
}
