import { DEFAULT_F0, PERIOD } from './voice.ts';

/** Where responses are placed. */
export interface Pulses {
  /** Whole sample at or before the pulse. */
  readonly samples: Int32Array;
  /** How much later than that sample it lies, 0 to 1. */
  readonly fractions: Float64Array;
  /** 1 where there is a voice, 0 where noise is made. */
  readonly voiced: Uint8Array;
  readonly count: number;
}

/**
 * Run the phase along the fundamental and set a pulse whenever it has gone round. `f0` belongs to the frames of the
 * analysis; `stretch` is how much longer the result is.
 */
export function placePulses(f0: Float64Array, rate: number, length: number, stretch: number): Pulses {
  const filled = withoutGaps(f0);
  const most = Math.ceil((length / rate) * Math.max(DEFAULT_F0, ...maxOf(filled))) + 2;
  const samples = new Int32Array(most);
  const fractions = new Float64Array(most);
  const voiced = new Uint8Array(most);
  let count = 0;
  let phase = 1;
  for (let n = 0; n < length && count < most; n++) {
    const at = Math.min(f0.length - 1, n / rate / stretch / PERIOD);
    const frame = Math.floor(at);
    const next = Math.min(frame + 1, f0.length - 1);
    const w = at - frame;
    // Halfway between a frame with a voice and one without, the voice ends.
    const isVoiced = ((w < 0.5 ? f0[frame] : f0[next]) as number) > 0;
    const pitch = (filled[frame] as number) * (1 - w) + (filled[next] as number) * w;
    const step = (isVoiced ? pitch : DEFAULT_F0) / rate;
    if (phase >= 1) {
      phase -= 1;
      samples[count] = n;
      fractions[count] = 0;
      // The phase passed 1 between the sample before and this one.
      if (n > 0) {
        samples[count] = n - 1;
        fractions[count] = Math.max(0, 1 - phase / step);
      }
      voiced[count] = isVoiced ? 1 : 0;
      count++;
    }
    phase += step;
  }
  return { samples, fractions, voiced, count };
}

function maxOf(values: Float64Array): [number] {
  return [values.reduce((most, value) => Math.max(most, value), 0)];
}

/** Frames without a voice take the fundamental of the nearest one before or behind, so that a voice ends on its pitch. */
function withoutGaps(f0: Float64Array): Float64Array {
  const filled = f0.slice();
  for (let i = 1; i < filled.length; i++)
    if (filled[i] === 0 && f0[i] === 0) filled[i] = filled[i - 1] as number;
  for (let i = filled.length - 2; i >= 0; i--) {
    if (f0[i] === 0 && (filled[i] === 0 || (f0[i + 1] as number) > 0)) filled[i] = filled[i + 1] as number;
  }
  return filled;
}
