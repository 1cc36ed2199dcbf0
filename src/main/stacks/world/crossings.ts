/** Frequencies that the distances between events of a signal give, and where they hold (samples). */
export interface EventTrack {
  readonly places: Float64Array;
  readonly frequencies: Float64Array;
}

/** Events fewer than this say nothing about a frequency. */
const LEAST = 3;

/**
 * The four kinds of events of DIO (Morise, Kawahara and Katayose 2009): zero crossings downwards and upwards, peaks
 * and dips. Undefined when one kind hardly occurs: then the band holds no fundamental.
 */
export function eventTracks(signal: Float64Array, rate: number): readonly EventTrack[] | undefined {
  const inverted = signal.map(value => -value);
  const slope = signal.map((value, i) => (signal[i + 1] ?? value) - value);
  const invertedSlope = slope.map(value => -value);
  const tracks: EventTrack[] = [];
  for (const kind of [signal, inverted, slope, invertedSlope]) {
    const track = fallingCrossings(kind, rate);
    if (!track) return undefined;
    tracks.push(track);
  }
  return tracks;
}

function fallingCrossings(signal: Float64Array, rate: number): EventTrack | undefined {
  const events: number[] = [];
  for (let i = 0; i + 1 < signal.length; i++) {
    const a = signal[i] as number;
    const b = signal[i + 1] as number;
    if (a > 0 && b <= 0) events.push(i + a / (a - b));
  }
  if (events.length < LEAST) return undefined;
  const count = events.length - 1;
  const places = new Float64Array(count);
  const frequencies = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const from = events[i] as number;
    const to = events[i + 1] as number;
    places[i] = (from + to) / 2;
    frequencies[i] = rate / (to - from);
  }
  return { places, frequencies };
}

/** The frequencies of a track at evenly spaced places, `step` samples apart, by straight lines between events. */
export function sampleTrack(track: EventTrack, step: number, count: number): Float64Array {
  const { places, frequencies } = track;
  const sampled = new Float64Array(count);
  let k = 0;
  for (let i = 0; i < count; i++) {
    const at = i * step;
    while (k + 2 < places.length && (places[k + 1] as number) < at) k++;
    const a = places[k] as number;
    const b = places[k + 1] ?? a + 1;
    const fa = frequencies[k] as number;
    const fb = frequencies[k + 1] ?? fa;
    const w = Math.max(0, Math.min(1, (at - a) / (b - a)));
    sampled[i] = fa + w * (fb - fa);
  }
  return sampled;
}
