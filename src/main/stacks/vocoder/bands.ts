import { badParameter, shown } from '../module/check-parameters.ts';

/** One band in Hz. */
export interface VocoderBand {
  readonly low: number;
  readonly centre: number;
  readonly high: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** Edges of the standard maps of two implants, in Hz. */
const PRESETS: Readonly<Record<string, readonly number[]>> = {
  ci24: [
    188, 313, 438, 563, 688, 813, 938, 1063, 1188, 1313, 1563, 1813, 2063, 2313, 2688, 3063, 3563, 4063, 4688,
    5313, 6063, 6938, 7938,
  ],
  hr90k: [250, 416, 494, 587, 697, 828, 983, 1168, 1387, 1648, 1958, 2326, 2762, 3281, 3898, 4630, 8700],
};

/** The cochlea's map of Greenwood (1990) for man: Hz at a place in mm from the apex. */
const GREENWOOD_HZ = 165.4;
const GREENWOOD_PER_MM = 0.06;
const MOST_BANDS = 128;

const SCALES: Readonly<Record<string, readonly [(hz: number) => number, (place: number) => number]>> = {
  log: [Math.log, Math.exp],
  linear: [hz => hz, hz => hz],
  greenwood: [placeOf, frequencyAt],
};

/** Read `f` of a filter bank: edges, a preset, or limits with a number of bands and a scale. */
export function readBands(name: string, f: unknown): readonly VocoderBand[] {
  if (typeof f === 'string') {
    const edges = Object.hasOwn(PRESETS, f) ? PRESETS[f] : undefined;
    if (!edges)
      throw refuse(name, `has the unknown preset "${f}"; there are ${Object.keys(PRESETS).join(' and ')}`);
    return fromEdges(edges);
  }
  if (Array.isArray(f)) return fromEdges(checkedEdges(name, f));
  if (typeof f === 'object' && f !== null) return fromRange(name, f as Fields);
  throw refuse(name, `needs 'f': a list of edges, limits, or a preset, not ${shown(f)}`);
}

function checkedEdges(name: string, edges: readonly unknown[]): readonly number[] {
  const rising = edges.every(
    (hz, i) => typeof hz === 'number' && hz > 0 && (i === 0 || hz > Number(edges[i - 1])),
  );
  if (!rising || edges.length < 2)
    throw refuse(name, "has an 'f' that is no rising row of two or more frequencies");
  if (edges.length > MOST_BANDS + 1) throw refuse(name, `has more than ${MOST_BANDS} bands`);
  return edges as readonly number[];
}

function fromEdges(edges: readonly number[]): readonly VocoderBand[] {
  return edges.slice(0, -1).map((low, i) => {
    const high = edges[i + 1] as number;
    return { low, high, centre: Math.sqrt(low * high) };
  });
}

function fromRange(name: string, fields: Fields): readonly VocoderBand[] {
  const { fmin, fmax, n, scale = 'log', shift = 0 } = fields;
  if (typeof fmin !== 'number' || typeof fmax !== 'number' || !(fmin > 0) || !(fmax > fmin)) {
    throw refuse(name, "needs 'fmin' and 'fmax' above it, in Hz");
  }
  if (typeof n !== 'number' || !Number.isInteger(n) || n < 1 || n > MOST_BANDS) {
    throw refuse(name, `needs 'n', a number of bands from 1 to ${MOST_BANDS}`);
  }
  const functions = typeof scale === 'string' && Object.hasOwn(SCALES, scale) ? SCALES[scale] : undefined;
  if (!functions)
    throw refuse(name, `has the unknown scale ${shown(scale)}; there are log, greenwood and linear`);
  if (typeof shift !== 'number') throw refuse(name, "has a 'shift' that is no number of mm");
  const [to, from] = functions;
  const points = Array.from({ length: 2 * n + 1 }, (_, i) => {
    const hz = from(to(fmin) + ((to(fmax) - to(fmin)) * i) / (2 * n));
    return shift === 0 ? hz : frequencyAt(placeOf(hz) + shift);
  });
  const at = (i: number) => points[i] as number;
  return Array.from({ length: n }, (_, i) => ({
    low: at(2 * i),
    centre: at(2 * i + 1),
    high: at(2 * i + 2),
  }));
}

function placeOf(hz: number): number {
  return Math.log10(hz / GREENWOOD_HZ + 1) / GREENWOOD_PER_MM;
}

function frequencyAt(place: number): number {
  return GREENWOOD_HZ * (10 ** (GREENWOOD_PER_MM * place) - 1);
}

function refuse(name: string, reason: string) {
  return badParameter('vocoder', name, reason);
}
