import { clamp01 } from '../../../shared/signal/value.ts';

/** The range of an axis, as raw values. */
export interface AxisRange {
  readonly min: number;
  readonly max: number;
}

/** What makers use. The range itself can only be asked for by native code, so it is guessed from what arrives. */
const USUAL: readonly AxisRange[] = [
  { min: 0, max: 255 },
  { min: 0, max: 1023 },
  { min: 0, max: 4095 },
  { min: 0, max: 65_535 },
];
const USUAL_SIGNED: readonly AxisRange[] = [
  { min: -1, max: 1 },
  { min: -127, max: 127 },
  { min: -2048, max: 2047 },
  { min: -32_768, max: 32_767 },
];

/** An absolute axis: a value between its ends, which are known or guessed. */
export class AbsoluteAxis {
  #min = 0;
  #max = 0;
  #range: AxisRange | undefined;

  /** `hat` tells an axis of three positions. */
  constructor(
    private readonly known: AxisRange | undefined,
    hat = false,
  ) {
    if (hat && !known) this.#range = USUAL_SIGNED[0];
  }

  /** The value 0..1 of a raw one. */
  value(raw: number): number {
    const { min, max } = this.known ?? this.#guess(raw);
    return max === min ? 0 : clamp01((raw - min) / (max - min) || 0);
  }

  /** The narrowest usual range that holds everything seen so far. */
  #guess(raw: number): AxisRange {
    if (this.#range && raw >= this.#range.min && raw <= this.#range.max) return this.#range;
    this.#min = Math.min(this.#min, raw);
    this.#max = Math.max(this.#max, raw);
    const usual = this.#min < 0 ? USUAL_SIGNED : USUAL;
    const fits = usual.find(range => this.#min >= range.min && this.#max <= range.max);
    this.#range = fits ?? { min: this.#min, max: this.#max };
    return this.#range;
  }
}

/** A relative axis: moved by steps between 0 and a maximum, or without one only told apart by direction. */
export class RelativeAxis {
  #position: number;

  /** A negative `max` turns the direction round. `initial` is the position at the start. */
  constructor(
    private readonly max: number | undefined,
    initial = 0,
  ) {
    this.#position = initial;
  }

  value(steps: number): number {
    if (this.max === undefined) return steps < 0 ? 0 : steps > 0 ? 1 : 0.5;
    const most = Math.abs(this.max);
    const moved = this.#position + (this.max < 0 ? -steps : steps);
    this.#position = Math.max(0, Math.min(most, moved));
    return this.#position / most;
  }
}
