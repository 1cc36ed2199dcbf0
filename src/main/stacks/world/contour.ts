import { F0_FLOOR, PERIOD } from './voice.ts';

/** The candidates of every band for every frame, in Hz; 0 where a band has none. */
export type Candidates = readonly Float64Array[];

/** From one frame to the next a voice moves by less than this part. */
const LARGEST_STEP = 0.1;
/** A voice lasts at least so many frames. */
const SHORTEST = 2 * Math.floor(0.5 + 1 / PERIOD / F0_FLOOR) + 1;

/**
 * The contour out of the best candidates of each frame (the last stage of DIO): leaps and scraps are taken out, then
 * what is left grows at both ends as long as candidates go on smoothly.
 */
export function trackContour(best: Float64Array, candidates: Candidates): Float64Array {
  const contour = withoutScraps(withoutLeaps(best));
  for (const [start, end] of sections(contour)) {
    grow(contour, candidates, end, 1);
    grow(contour, candidates, start, -1);
  }
  return contour;
}

function withoutLeaps(best: Float64Array): Float64Array {
  return best.map((value, i) => {
    const before = best[i - 1] ?? 0;
    return value > 0 && Math.abs(value - before) < LARGEST_STEP * value ? value : 0;
  });
}

/** A frame stays when all around it have a voice. */
function withoutScraps(contour: Float64Array): Float64Array {
  const reach = (SHORTEST - 1) / 2;
  return contour.map((value, i) => {
    for (let j = i - reach; j <= i + reach; j++) if (!((contour[j] ?? 0) > 0)) return 0;
    return value;
  });
}

function sections(contour: Float64Array): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  let start = -1;
  for (let i = 0; i <= contour.length; i++) {
    const voiced = (contour[i] ?? 0) > 0;
    if (voiced && start < 0) start = i;
    if (voiced || start < 0) continue;
    found.push([start, i - 1]);
    start = -1;
  }
  return found;
}

/** Go on from a frame in one direction until no candidate fits, or another section begins. */
function grow(contour: Float64Array, candidates: Candidates, from: number, direction: 1 | -1): void {
  for (let i = from + direction; i >= 0 && i < contour.length && contour[i] === 0; i += direction) {
    const last = contour[i - direction] as number;
    const before = contour[i - 2 * direction] ?? 0;
    const expected = before > 0 ? (3 * last - before) / 2 : last;
    const next = nearest(candidates, i, expected);
    if (next === 0 || Math.abs(1 - next / expected) > LARGEST_STEP) return;
    contour[i] = next;
  }
}

function nearest(candidates: Candidates, frame: number, expected: number): number {
  let best = 0;
  for (const band of candidates) {
    const value = band[frame] as number;
    if (value > 0 && Math.abs(value - expected) < Math.abs(best - expected)) best = value;
  }
  return best;
}
