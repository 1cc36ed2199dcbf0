import type { Random } from '../dsp/random.ts';
import { rmsOf } from '../dsp/level.ts';
import { badParameter, shown } from '../module/check-parameters.ts';
import type { Parameters } from '../module/sound-module.ts';
import { type Bank, BankFilters, readBank } from './bank.ts';
import { envelopeOf, type EnvelopeMethod, readEnvelope } from './envelope.ts';

/** Everything about a vocoder that its parameters say. */
export interface Vocoder {
  readonly analysis: Bank;
  readonly synthesis: Bank;
  readonly envelope: EnvelopeMethod;
  readonly carrier: 'noise' | 'sin';
  readonly filterBefore: boolean;
  readonly filterAfter: boolean;
  readonly seed: number;
}

const NOISE_PEAK = 0.98;

/** Read the parameters of the module; throws `stack.bad-parameter`. */
export function readVocoder(parameters: Parameters): Vocoder {
  const analysis = readBank('analysis_filters', parameters.analysis_filters);
  const given = parameters.synthesis_filters ?? 'analysis_filters';
  const synthesis = given === 'analysis_filters' ? analysis : readBank('synthesis_filters', given);
  if (synthesis.bands.length !== analysis.bands.length) {
    const counts = `${synthesis.bands.length} bands, 'analysis_filters' ${analysis.bands.length}`;
    throw badParameter('vocoder', 'synthesis_filters', `has ${counts}`);
  }
  const fields = (parameters.synthesis ?? {}) as Readonly<Record<string, unknown>>;
  const { carrier = 'noise', filter_before = false, filter_after = true, random_seed = 1 } = fields;
  if (carrier !== 'noise' && carrier !== 'sin') {
    throw badParameter(
      'vocoder',
      'synthesis',
      `has the unknown carrier ${shown(carrier)}; there are noise and sin`,
    );
  }
  const envelope = readEnvelope(parameters.envelope ?? {});
  if (envelope.spread && carrier !== 'sin') {
    throw badParameter('vocoder', 'envelope', "has the modifier 'spread', which needs the carrier sin");
  }
  const seed = typeof random_seed === 'number' ? random_seed : 1;
  return {
    analysis,
    synthesis,
    envelope,
    carrier,
    filterBefore: filter_before === true,
    filterAfter: filter_after === true,
    seed,
  };
}

/** A channel vocoder: the envelopes of bands are put on a carrier, and each band keeps its level. */
export function vocode(
  signal: Float64Array,
  rate: number,
  vocoder: Vocoder,
  random: Random,
  progress: (part: number) => void,
): Float64Array {
  const analysis = new BankFilters(vocoder.analysis, rate);
  const synthesis = new BankFilters(vocoder.synthesis, rate);
  const count = vocoder.analysis.bands.length;
  const analysed = vocoder.analysis.bands.map((_, band) => analysis.run(band, signal));
  progress(0.4);
  const plain = analysed.map((part, band) => envelopeOf(part, band, vocoder.envelope, rate));
  const envelopes = vocoder.envelope.spread ? spread(plain, vocoder.synthesis, synthesis) : plain;
  progress(0.6);
  const noise = vocoder.carrier === 'noise' ? noiseOf(signal.length, random) : undefined;
  const sum = new Float64Array(signal.length);
  for (let band = 0; band < count; band++) {
    const carrier = noise ?? sineOf(vocoder.synthesis.bands[band]?.centre ?? 0, rate, signal.length);
    const made = modulate(carrier, envelopes[band] as Float64Array, band, vocoder, synthesis);
    const level = rmsOf([made]);
    const factor = level === 0 ? 0 : rmsOf([analysed[band] as Float64Array]) / level;
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + factor * (made[i] as number);
    progress(0.6 + (0.4 * (band + 1)) / count);
  }
  return sum;
}

function modulate(
  carrier: Float64Array,
  envelope: Float64Array,
  band: number,
  vocoder: Vocoder,
  filters: BankFilters,
): Float64Array {
  const before = vocoder.filterBefore ? filters.run(band, carrier) : carrier;
  const made = before.map((value, i) => value * (envelope[i] as number));
  return vocoder.filterAfter ? filters.run(band, made) : made;
}

/** What each carrier would make of all bands if they spread as the filters of the synthesis do. */
function spread(
  envelopes: readonly Float64Array[],
  bank: Bank,
  filters: BankFilters,
): readonly Float64Array[] {
  return bank.bands.map(({ centre }) => {
    const sum = new Float64Array(envelopes[0]?.length ?? 0);
    envelopes.forEach((envelope, i) => {
      const gain = filters.gain(i, centre);
      for (let n = 0; n < sum.length; n++) sum[n] = (sum[n] as number) + gain * (envelope[n] as number);
    });
    return sum;
  });
}

function noiseOf(length: number, random: Random): Float64Array {
  return Float64Array.from({ length }, () => random.uniform(-NOISE_PEAK, NOISE_PEAK));
}

function sineOf(hz: number, rate: number, length: number): Float64Array {
  const step = (2 * Math.PI * hz) / rate;
  return Float64Array.from({ length }, (_, i) => Math.sin(step * i));
}
