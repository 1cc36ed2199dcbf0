import { isFiniteNumber, clamp01 } from '../../../shared/signal/value.ts';
import { ringId } from '../link/ids.ts';
import type { Ring } from '../link/ring.ts';

/** Lets a guest's outputs into the ring: known channels, finite values, and no more per call than its budget. */
export class OutputGate {
  over = 0;
  invalid = 0;
  readonly #known: boolean[] = [];
  #position = -1;
  #count = 0;

  constructor(
    private readonly instance: number,
    private readonly budget: number,
    private readonly ring: Ring,
    /** The ring is full: show the host what is there and wait a moment. */
    private readonly waitForSpace: () => void,
  ) {}

  know(local: number, known: boolean): void {
    this.#known[local] = known;
  }

  /** A new call begins: its budget is whole. */
  renew(): void {
    this.#count = 0;
    this.#position = -1;
  }

  emit(local: number, value: number, position: number, seq: number): void {
    if (position !== this.#position) {
      this.#position = position;
      this.#count = 0;
    }
    if (++this.#count > this.budget) {
      this.over++;
      return;
    }
    if (this.#known[local] !== true || !isFiniteNumber(value)) {
      this.invalid++;
      return;
    }
    const id = ringId(this.instance, local);
    while (!this.ring.push(id, seq, clamp01(value))) this.waitForSpace();
  }
}
