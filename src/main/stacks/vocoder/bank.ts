import { butterworth, type Cascade, gainAt } from '../dsp/butterworth.ts';
import { filterBothWays, filterOnce } from '../dsp/cascade-filter.ts';
import { badParameter, shown } from '../module/check-parameters.ts';
import { readBands, type VocoderBand } from './bands.ts';

/** A row of band-pass filters. */
export interface Bank {
  readonly bands: readonly VocoderBand[];
  readonly order: number;
  readonly zeroPhase: boolean;
}

/** Read `analysis_filters` or `synthesis_filters`. */
export function readBank(name: string, given: unknown): Bank {
  const refuse = (reason: string) => badParameter('vocoder', name, reason);
  if (typeof given !== 'object' || given === null)
    throw refuse(`has to be given as an object, not ${shown(given)}`);
  const { f, method } = given as { f?: unknown; method?: unknown };
  const fields = (method ?? {}) as Readonly<Record<string, unknown>>;
  const { family = 'butterworth', order = 6 } = fields;
  const zeroPhase = (fields['zero-phase'] ?? true) === true;
  if (family !== 'butterworth') throw refuse(`has the unknown family ${shown(family)}; there is butterworth`);
  if (typeof order !== 'number' || !Number.isInteger(order) || order < 1 || order > 24) {
    throw refuse(`needs an order from 1 to 24, not ${shown(order)}`);
  }
  if (zeroPhase && order % 2 === 1) throw refuse(`has the odd order ${order}, which zero phase cannot halve`);
  return { bands: readBands(name, f), order, zeroPhase };
}

/** The filters of a bank at a rate. The order is that of the whole: with zero phase each of the two passes has half. */
export class BankFilters {
  readonly #cascades: readonly Cascade[];

  constructor(
    private readonly bank: Bank,
    private readonly rate: number,
  ) {
    const order = bank.zeroPhase ? bank.order / 2 : bank.order;
    const highest = bank.bands.at(-1)?.high ?? 0;
    if (highest >= rate / 2) {
      throw badParameter(
        'vocoder',
        'f',
        `reaches ${Math.round(highest)} Hz; the sound ends at ${rate / 2} Hz`,
      );
    }
    this.#cascades = bank.bands.map(band => bandPass(order, band, rate));
  }

  run(band: number, signal: Float64Array): Float64Array {
    const cascade = this.#cascades[band] ?? [];
    return this.bank.zeroPhase ? filterBothWays(cascade, signal) : filterOnce(cascade, signal);
  }

  /** What a band lets through of a frequency. */
  gain(band: number, hz: number): number {
    const gain = gainAt(this.#cascades[band] ?? [], hz, this.rate);
    return this.bank.zeroPhase ? gain * gain : gain;
  }
}

/** An even order is a band-pass with that many poles, an odd one a high-pass and a low-pass of that order. */
function bandPass(order: number, { low, high }: VocoderBand, rate: number): Cascade {
  if (order % 2 === 0) return butterworth(order / 2, { type: 'band', low, high }, rate);
  return [
    ...butterworth(order, { type: 'high', cut: low }, rate),
    ...butterworth(order, { type: 'low', cut: high }, rate),
  ];
}
