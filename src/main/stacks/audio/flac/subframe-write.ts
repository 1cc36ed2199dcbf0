import type { BitWriter } from './bit-writer.ts';
import { COEFFICIENT_BITS, linearPredictor, type Predictor, residualOf } from './predict.ts';
import { planRice, type RicePlan, writeRice } from './rice.ts';
import { FIXED } from './subframe-read.ts';

const LINEAR_ORDER = 8;

/** One channel of one block, ready to be written in the way that takes the fewest bits. */
export interface Subframe {
  readonly bits: number;
  write(writer: BitWriter): void;
}

/** Find the cheapest coding of a block of samples of `bits` bits. */
export function planSubframe(samples: Float64Array, bits: number): Subframe {
  const first = samples[0] ?? 0;
  if (samples.every(value => value === first)) return constant(first, bits);
  let best = verbatim(samples, bits);
  for (const candidate of candidates(samples, bits)) if (candidate.bits < best.bits) best = candidate;
  return best;
}

function* candidates(samples: Float64Array, bits: number): Generator<Subframe> {
  const fixed = bestFixed(samples);
  if (fixed) yield predicted(samples, bits, fixed, 8 + fixed.coefficients.length, 0);
  const linear = linearPredictor(samples, LINEAR_ORDER);
  if (linear) yield predicted(samples, bits, linear, 31 + LINEAR_ORDER, 9 + LINEAR_ORDER * COEFFICIENT_BITS);
}

/** The fixed predictor whose residual is the smallest in sum; that is nearly always also the cheapest to code. */
function bestFixed(samples: Float64Array): Predictor | undefined {
  let best: Predictor | undefined;
  let least = Infinity;
  for (const coefficients of FIXED) {
    if (samples.length <= coefficients.length) break;
    const residual = residualOf(samples, { coefficients, shift: 0 });
    const sum = residual.reduce((total, value) => total + Math.abs(value), 0) / residual.length;
    if (sum >= least) continue;
    least = sum;
    best = { coefficients, shift: 0 };
  }
  return best;
}

function constant(value: number, bits: number): Subframe {
  return {
    bits: 8 + bits,
    write: writer => {
      writer.write(0, 8);
      writer.write(value, bits);
    },
  };
}

function verbatim(samples: Float64Array, bits: number): Subframe {
  return {
    bits: 8 + samples.length * bits,
    write: writer => {
      writer.write(1 << 1, 8);
      for (const value of samples) writer.write(value, bits);
    },
  };
}

function predicted(
  samples: Float64Array,
  bits: number,
  predictor: Predictor,
  type: number,
  overhead: number,
): Subframe {
  const order = predictor.coefficients.length;
  const residual = residualOf(samples, predictor);
  const plan: RicePlan = planRice(residual, samples.length);
  return {
    bits: 8 + order * bits + overhead + plan.bits,
    write: writer => {
      writer.write(type << 1, 8);
      for (let i = 0; i < order; i++) writer.write(samples[i] as number, bits);
      if (overhead > 0) writePredictor(writer, predictor);
      writeRice(writer, residual, samples.length, plan);
    },
  };
}

function writePredictor(writer: BitWriter, predictor: Predictor): void {
  writer.write(COEFFICIENT_BITS - 1, 4);
  writer.write(predictor.shift, 5);
  for (const value of predictor.coefficients) writer.write(value, COEFFICIENT_BITS);
}
