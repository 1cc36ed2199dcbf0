import type { Detector } from '../plugin/backend.ts';
import type { SlotMap } from './slot-map.ts';
import { SLOTS } from './slots.ts';

/** What the input of a universe needs of its instance. */
export interface UniverseInputArgs {
  readonly detector: Detector;
  emit(local: number, value: number): void;
}

/** The levels of a universe as last received; finds what changed and emits it, one event for each channel. */
export class UniverseInput {
  readonly levels = new Uint8Array(SLOTS);
  /** 0 until a slot was received: the first frame is news whatever it holds, zero too. */
  readonly #known = new Uint8Array(SLOTS);
  /** By local number: the frame in which the channel was emitted last, so that coarse and fine make one event. */
  #emitted = new Float64Array(64);
  #frame = 0;

  constructor(
    private readonly map: SlotMap,
    private readonly args: UniverseInputArgs,
  ) {}

  /** Take the first `count` slots (at most 512) of a frame that starts at `offset` of `frame`. */
  take(frame: Uint8Array, offset: number, count: number): void {
    this.#frame++;
    const levels = this.levels;
    const known = this.#known;
    const end = Math.min(count, SLOTS, frame.length - offset);
    let news = 0;
    // Copied first: a 16-bit channel needs both of its slots, whichever comes first.
    for (let slot = 0; slot < end; slot++) {
      const level = frame[offset + slot] as number;
      if (levels[slot] === level && known[slot] !== 0) continue;
      levels[slot] = level;
      known[slot] = 2;
      news++;
    }
    if (news === 0) return;
    for (let slot = 0; slot < end; slot++) {
      if (known[slot] !== 2) continue;
      known[slot] = 1;
      this.#changed(slot);
    }
  }

  /** The patch listens anew to this slot: its next level is news, whatever it is. */
  forget(slot: number): void {
    if (slot >= 0) this.#known[slot] = 0;
  }

  #changed(slot: number): void {
    const local = this.map.listener[slot] as number;
    if (local < 0) {
      const { detector } = this.args;
      if (detector.active) detector.report(String(slot + 1), (this.levels[slot] as number) / 255);
      return;
    }
    if (local >= this.#emitted.length) this.#grow(local);
    if (this.#emitted[local] === this.#frame) return;
    this.#emitted[local] = this.#frame;
    this.args.emit(local, this.#value(local));
  }

  #value(local: number): number {
    const coarse = this.levels[this.map.coarse[local] as number] as number;
    const fine = this.map.fine[local] as number;
    return fine < 0 ? coarse / 255 : (coarse * 256 + (this.levels[fine] as number)) / 65535;
  }

  #grow(local: number): void {
    const wider = new Float64Array(Math.max(local + 1, this.#emitted.length * 2));
    wider.set(this.#emitted);
    this.#emitted = wider;
  }
}
