/** A way to predict a block: its residual costs fewer bits than the samples. */
export interface Predictor {
  readonly coefficients: readonly number[];
  readonly shift: number;
}

const PRECISION = 14;

/** Bits of a quantised coefficient. */
export const COEFFICIENT_BITS = PRECISION + 1;

/** Linear prediction of `order` by autocorrelation (Levinson 1947, Durbin 1960); undefined where nothing can be won. */
export function linearPredictor(samples: Float64Array, order: number): Predictor | undefined {
  if (samples.length <= 4 * order) return undefined;
  const coefficients = levinson(autocorrelation(windowed(samples), order), order);
  return coefficients && quantised(coefficients);
}

/** Welch's parabola: the ends of a block must not look like jumps. */
function windowed(samples: Float64Array): Float64Array {
  const half = (samples.length - 1) / 2;
  return samples.map((value, i) => value * (1 - ((i - half) / (half + 1)) ** 2));
}

function autocorrelation(x: Float64Array, order: number): Float64Array {
  const result = new Float64Array(order + 1);
  for (let lag = 0; lag <= order; lag++) {
    let sum = 0;
    for (let i = lag; i < x.length; i++) sum += (x[i] as number) * (x[i - lag] as number);
    result[lag] = sum;
  }
  return result;
}

function levinson(r: Float64Array, order: number): number[] | undefined {
  let error = r[0] as number;
  if (error <= 0) return undefined;
  let a: number[] = [];
  for (let i = 0; i < order; i++) {
    let k = r[i + 1] as number;
    for (let j = 0; j < i; j++) k -= (a[j] as number) * (r[i - j] as number);
    k /= error;
    a = [...a.map((value, j) => value - k * (a[i - 1 - j] as number)), k];
    error *= 1 - k * k;
    if (error <= 0) return undefined;
  }
  return a;
}

function quantised(coefficients: readonly number[]): Predictor | undefined {
  const largest = Math.max(...coefficients.map(Math.abs));
  if (largest === 0 || !Number.isFinite(largest)) return undefined;
  const shift = Math.min(15, PRECISION - 1 - Math.floor(Math.log2(largest)));
  if (shift < 0) return undefined;
  const limit = 2 ** PRECISION;
  // Carry the rounding error on, so that the sum of the coefficients stays right.
  let rest = 0;
  const whole = coefficients.map(value => {
    const exact = value * 2 ** shift + rest;
    const rounded = Math.max(-limit, Math.min(limit - 1, Math.round(exact)));
    rest = exact - rounded;
    return rounded;
  });
  return { coefficients: whole, shift };
}

/** What prediction leaves over, from sample `order` on. */
export function residualOf(samples: Float64Array, predictor: Predictor): Float64Array {
  const { coefficients, shift } = predictor;
  const order = coefficients.length;
  const scale = 2 ** shift;
  const residual = new Float64Array(samples.length - order);
  for (let i = order; i < samples.length; i++) {
    let sum = 0;
    for (let j = 0; j < order; j++) sum += (coefficients[j] as number) * (samples[i - 1 - j] as number);
    residual[i - order] = (samples[i] as number) - Math.floor(sum / scale);
  }
  return residual;
}
