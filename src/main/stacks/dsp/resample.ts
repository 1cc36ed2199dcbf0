/** Zero crossings of the sinc on each side: 32 with this Kaiser window leave less than -110 dB of alias. */
const ZEROS = 32;
const KAISER_BETA = 10;
/** The pass band ends at this part of the lower Nyquist frequency. */
const PASS = 0.955;
/** Filters for more phases than this are computed as they are needed. */
const MOST_PHASES = 2048;

/** A channel at another rate, by windowed-sinc interpolation. The result has round(length * to / from) samples. */
export function resample(input: Float64Array, from: number, to: number): Float64Array {
  if (from === to) return input.slice();
  const length = Math.round((input.length * to) / from);
  const cutoff = PASS * Math.min(1, to / from);
  const half = Math.ceil(ZEROS / cutoff);
  const phases = to / greatestCommonDivisor(from, to);
  const kernels = new Map<number, Float64Array>();
  const output = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const at = (i * from) / to;
    const base = Math.floor(at);
    const phase = i % phases;
    let kernel = kernels.get(phase);
    if (!kernel) {
      kernel = kernelAt(at - base, half, cutoff);
      if (phases <= MOST_PHASES) kernels.set(phase, kernel);
    }
    output[i] = convolveAt(input, base - half + 1, kernel);
  }
  return output;
}

function convolveAt(input: Float64Array, start: number, kernel: Float64Array): number {
  const first = Math.max(0, -start);
  const end = Math.min(kernel.length, input.length - start);
  let sum = 0;
  for (let k = first; k < end; k++) sum += (input[start + k] as number) * (kernel[k] as number);
  return sum;
}

/** The sinc at distance `fraction` past a sample, of `2 * half` taps that sum to 1. */
function kernelAt(fraction: number, half: number, cutoff: number): Float64Array {
  const kernel = Float64Array.from({ length: 2 * half }, (_, k) => {
    const x = k - half + 1 - fraction;
    return sinc(cutoff * x) * kaiser(x / half);
  });
  const sum = kernel.reduce((total, value) => total + value, 0);
  return kernel.map(value => value / sum);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : bessel0(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel0(KAISER_BETA);
}

/** The modified Bessel function of the first kind, order 0, by its series. */
function bessel0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
