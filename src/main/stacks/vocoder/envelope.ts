import { butterworth } from '../dsp/butterworth.ts';
import { filterBothWays } from '../dsp/cascade-filter.ts';
import { ComplexFft } from '../dsp/complex-fft.ts';
import { powerOfTwo } from '../dsp/real-fft.ts';
import { badParameter, shown } from '../module/check-parameters.ts';

/** How the envelope of a band is found. */
export interface EnvelopeMethod {
  readonly method: 'low-pass' | 'hilbert';
  readonly fullWave: boolean;
  readonly order: number;
  /** Hz; used in turn when there are fewer than bands. */
  readonly cuts: readonly number[];
  /** Each band also hears its neighbours, as far as its filter lets them through. */
  readonly spread: boolean;
}

/** Read `envelope`. */
export function readEnvelope(given: unknown): EnvelopeMethod {
  const refuse = (reason: string) => badParameter('vocoder', 'envelope', reason);
  if (typeof given !== 'object' || given === null) throw refuse(`has to be an object, not ${shown(given)}`);
  const {
    method = 'low-pass',
    rectify = 'half-wave',
    order = 2,
    fc = 160,
    modifiers,
  } = given as Record<string, unknown>;
  if (method !== 'low-pass' && method !== 'hilbert') throw refuse(`has the unknown method ${shown(method)}`);
  if (rectify !== 'half-wave' && rectify !== 'full-wave')
    throw refuse(`has the unknown rectify ${shown(rectify)}`);
  if (typeof order !== 'number' || order < 2 || order > 24 || order % 2 !== 0) {
    throw refuse(`needs an even order from 2 to 24, not ${shown(order)}`);
  }
  const cuts = [fc].flat();
  const isCut = (hz: unknown): hz is number => typeof hz === 'number' && hz > 0;
  if (cuts.length === 0 || !cuts.every(isCut)) throw refuse(`needs 'fc' in Hz, not ${shown(fc)}`);
  const names = modifiers === undefined || modifiers === null ? [] : [modifiers].flat();
  const unknown = names.find(name => name !== 'spread');
  if (unknown !== undefined) throw refuse(`has the unknown modifier ${shown(unknown)}`);
  return { method, fullWave: rectify === 'full-wave', order, cuts, spread: names.length > 0 };
}

export function envelopeOf(
  signal: Float64Array,
  band: number,
  method: EnvelopeMethod,
  rate: number,
): Float64Array {
  if (method.method === 'hilbert') return magnitude(signal);
  const cut = method.cuts[band % method.cuts.length] as number;
  if (cut >= rate / 2) throw badParameter('vocoder', 'envelope', `has an 'fc' above ${rate / 2} Hz`);
  const rectified = signal.map(value => (method.fullWave ? Math.abs(value) : Math.max(0, value)));
  return filterBothWays(butterworth(method.order / 2, { type: 'low', cut }, rate), rectified);
}

/** The size of the analytic signal: what is left of the spectrum when negative frequencies are taken away. */
function magnitude(signal: Float64Array): Float64Array {
  const fft = new ComplexFft(powerOfTwo(signal.length));
  const re = new Float64Array(fft.size);
  const im = new Float64Array(fft.size);
  re.set(signal);
  fft.forward(re, im);
  const half = fft.size / 2;
  for (let k = 1; k < half; k++) {
    re[k] = 2 * (re[k] as number);
    im[k] = 2 * (im[k] as number);
  }
  re.fill(0, half + 1);
  im.fill(0, half + 1);
  fft.forward(im, re);
  return signal.map((_, i) => Math.hypot(re[i] as number, im[i] as number) / fft.size);
}
