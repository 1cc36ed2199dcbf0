import type { EventBatch } from '../plugin/backend.ts';
import type { SlotMap } from './slot-map.ts';
import { SLOTS } from './slots.ts';

/** The levels that an instance sends, written from events. */
export class UniverseOutput {
  /** Valid until the next write: copy it into the frame. */
  readonly levels: Uint8Array;
  /** By slot: written since `sent` was called last. */
  readonly #touched = new Uint8Array(SLOTS);
  /** By slot: ever written. The first value is news, zero too. */
  readonly #known = new Uint8Array(SLOTS);
  #dirty = false;

  /** `levels` may be the payload of a frame that is sent as it is; 512 bytes. */
  constructor(
    private readonly map: SlotMap,
    levels: Uint8Array = new Uint8Array(SLOTS),
  ) {
    this.levels = levels;
  }

  /** Something changed since `sent` was called last. */
  get dirty(): boolean {
    return this.#dirty;
  }

  /**
   * Write a batch. With `flush`, no value is lost inside a batch: before a slot that already changed in this frame
   * changes again, `flush` is called to send the frame as it stands. Without, the newest value counts.
   */
  write(batch: EventBatch, flush?: () => void): void {
    const { locals, values } = batch;
    for (let i = batch.start; i < batch.end; i++) {
      const local = locals[i] as number;
      const coarse = this.map.coarse[local] ?? -1;
      if (coarse < 0) continue;
      const fine = this.map.fine[local] as number;
      const value = values[i] as number;
      if (fine < 0) {
        this.#set(coarse, Math.round(value * 255), flush);
      } else {
        const wide = Math.round(value * 65535);
        // Flushing between the halves would send a level that nobody meant.
        if (flush && (this.#touched[coarse] || this.#touched[fine])) this.#flush(flush);
        this.#set(coarse, wide >> 8);
        this.#set(fine, wide & 0xff);
      }
    }
  }

  /** The levels went out. */
  sent(): void {
    if (!this.#dirty) return;
    this.#dirty = false;
    this.#touched.fill(0);
  }

  #set(slot: number, level: number, flush?: () => void): void {
    if (this.levels[slot] === level && this.#known[slot]) return;
    this.#known[slot] = 1;
    if (flush && this.#touched[slot]) this.#flush(flush);
    this.levels[slot] = level;
    this.#touched[slot] = 1;
    this.#dirty = true;
  }

  #flush(flush: () => void): void {
    flush();
    this.sent();
  }
}
