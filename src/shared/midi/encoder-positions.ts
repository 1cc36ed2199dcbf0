import { relativeSteps, type RelativeMode } from './relative.ts';

interface Encoder {
  readonly local: number;
  /** As the channel says; undefined follows the setting. */
  readonly mode: RelativeMode | undefined;
  position: number;
}

/** Where endless encoders stand: steps move a position between 0 and 1, and a value from the patch sets it. */
export class EncoderPositions {
  readonly #byControl = new Map<number, Encoder[]>();

  constructor(
    private mode: RelativeMode,
    private steps: number,
    private readonly emit: (local: number, value: number) => void,
  ) {}

  /** Change the setting for encoders without a mode of their own; `steps` lead from 0 to 1. */
  configure(mode: RelativeMode, steps: number): void {
    this.mode = mode;
    this.steps = steps;
  }

  add(local: number, channel: number, controller: number, mode: RelativeMode | undefined): void {
    const key = (channel << 7) | controller;
    const known = this.#byControl.get(key) ?? [];
    if (known.some(encoder => encoder.local === local)) return;
    this.#byControl.set(key, [...known, { local, mode, position: 0 }]);
  }

  remove(local: number): void {
    for (const [key, encoders] of this.#byControl) {
      const left = encoders.filter(encoder => encoder.local !== local);
      if (left.length === 0) this.#byControl.delete(key);
      else this.#byControl.set(key, left);
    }
  }

  /** The patch sets the position (feedback, a page change). */
  moveTo(local: number, value: number): void {
    for (const encoders of this.#byControl.values()) {
      for (const encoder of encoders) if (encoder.local === local) encoder.position = value;
    }
  }

  /** A raw control change arrived. True when an encoder took it. */
  turn(channel: number, controller: number, raw: number): boolean {
    const encoders = this.#byControl.get((channel << 7) | controller);
    if (!encoders) return false;
    for (const encoder of encoders) {
      const steps = relativeSteps(encoder.mode ?? this.mode, raw);
      encoder.position = Math.max(0, Math.min(1, encoder.position + steps / this.steps));
      this.emit(encoder.local, encoder.position);
    }
    return true;
  }
}
