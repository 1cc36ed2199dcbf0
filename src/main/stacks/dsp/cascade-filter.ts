import type { Biquad, Cascade } from './butterworth.ts';

type State = readonly [number, number];

/** A signal through a cascade from rest. */
export function filterOnce(cascade: Cascade, signal: Float64Array): Float64Array {
  const output = signal.slice();
  for (const section of cascade) runSection(section, output, [0, 0]);
  return output;
}

/**
 * A signal through a cascade forwards and backwards: no phase, twice the slope. The ends are continued by reflection
 * about their last value, and each pass starts as if that had lasted for ever (as scipy's sosfiltfilt does).
 */
export function filterBothWays(cascade: Cascade, signal: Float64Array): Float64Array {
  if (signal.length === 0) return signal.slice();
  const firstOrders = cascade.filter(section => section.b2 === 0 && section.a2 === 0).length;
  const edge = Math.min(3 * (2 * cascade.length + 1 - firstOrders), signal.length - 1);
  const extended = oddExtension(signal, edge);
  settled(cascade, extended);
  extended.reverse();
  settled(cascade, extended);
  extended.reverse();
  return extended.slice(edge, edge + signal.length);
}

function oddExtension(signal: Float64Array, edge: number): Float64Array {
  const { length } = signal;
  const extended = new Float64Array(length + 2 * edge);
  extended.set(signal, edge);
  const first = signal[0] as number;
  const last = signal[length - 1] as number;
  for (let i = 1; i <= edge; i++) {
    extended[edge - i] = 2 * first - (signal[i] as number);
    extended[edge + length - 1 + i] = 2 * last - (signal[length - 1 - i] as number);
  }
  return extended;
}

/** Filter in place, each section in the state that the first value would have brought it to. */
function settled(cascade: Cascade, signal: Float64Array): void {
  let level = signal[0] as number;
  for (const section of cascade) {
    const [s1, s2] = steadyState(section);
    runSection(section, signal, [s1 * level, s2 * level]);
    level *= (section.b0 + section.b1 + section.b2) / (1 + section.a1 + section.a2);
  }
}

/** The state of a section after an endless row of ones. */
function steadyState({ b0, b1, b2, a1, a2 }: Biquad): State {
  const first = (b1 - a1 * b0 + b2 - a2 * b0) / (1 + a1 + a2);
  return [first, b2 - a2 * b0 - a2 * first];
}

/** Direct form 2, transposed, in place. */
function runSection({ b0, b1, b2, a1, a2 }: Biquad, signal: Float64Array, state: State): void {
  let [s1, s2] = state;
  for (let i = 0; i < signal.length; i++) {
    const x = signal[i] as number;
    const y = b0 * x + s1;
    s1 = b1 * x - a1 * y + s2;
    s2 = b2 * x - a2 * y;
    signal[i] = y;
  }
}
