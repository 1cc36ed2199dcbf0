import type { BitReader } from './bit-reader.ts';

/** Coefficients of the fixed predictors (RFC 9639 section 9.2.5). */
export const FIXED: readonly (readonly number[])[] = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]];

/** Read one subframe of `size` samples of `bits` bits (RFC 9639 section 9.2). */
export function readSubframe(reader: BitReader, size: number, bits: number): Float64Array {
  if (reader.read(1) !== 0) throw new RangeError('a subframe starts wrong');
  const type = reader.read(6);
  const wasted = reader.read(1) === 1 ? reader.unary() + 1 : 0;
  const samples = readCoded(reader, type, size, bits - wasted);
  if (wasted > 0) for (let i = 0; i < size; i++) samples[i] = (samples[i] as number) * 2 ** wasted;
  return samples;
}

function readCoded(reader: BitReader, type: number, size: number, bits: number): Float64Array {
  const samples = new Float64Array(size);
  if (bits < 1) throw new RangeError('a subframe has no bits');
  if (type === 0) return samples.fill(reader.signed(bits));
  if (type === 1) {
    for (let i = 0; i < size; i++) samples[i] = reader.signed(bits);
    return samples;
  }
  const fixed = type >= 8 && type <= 12;
  if (!fixed && type < 32) throw new RangeError(`a subframe has the unknown type ${type}`);
  const order = fixed ? type - 8 : type - 31;
  if (order > size) throw new RangeError('a predictor is longer than its block');
  for (let i = 0; i < order; i++) samples[i] = reader.signed(bits);
  const predictor = fixed ? { coefficients: FIXED[order] ?? [], shift: 0 } : readPredictor(reader, order);
  readResidual(reader, samples, order);
  restore(samples, order, predictor.coefficients, predictor.shift);
  return samples;
}

function readPredictor(reader: BitReader, order: number): { coefficients: number[]; shift: number } {
  const precision = reader.read(4) + 1;
  const shift = reader.signed(5);
  if (precision === 16 || shift < 0) throw new RangeError('a predictor is invalid');
  return { coefficients: Array.from({ length: order }, () => reader.signed(precision)), shift };
}

function readResidual(reader: BitReader, samples: Float64Array, order: number): void {
  const method = reader.read(2);
  if (method > 1) throw new RangeError('a residual is coded in an unknown way');
  const width = method === 0 ? 4 : 5;
  const partitions = 2 ** reader.read(4);
  const per = samples.length / partitions;
  if (!Number.isInteger(per) || per < order) throw new RangeError('a residual has impossible partitions');
  for (let p = 0; p < partitions; p++) {
    const parameter = reader.read(width);
    const escape = parameter === 2 ** width - 1;
    const raw = escape ? reader.read(5) : 0;
    for (let i = p === 0 ? order : p * per; i < (p + 1) * per; i++) {
      samples[i] = escape ? reader.signed(raw) : readRice(reader, parameter);
    }
  }
}

function readRice(reader: BitReader, parameter: number): number {
  const folded = reader.unary() * 2 ** parameter + reader.read(parameter);
  return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
}

/** Sums may pass 32 bits, so they are doubles, which hold every integer that can occur. */
function restore(samples: Float64Array, order: number, coefficients: readonly number[], shift: number): void {
  const scale = 2 ** shift;
  for (let i = order; i < samples.length; i++) {
    let sum = 0;
    for (let j = 0; j < order; j++) sum += (coefficients[j] as number) * (samples[i - 1 - j] as number);
    samples[i] = (samples[i] as number) + Math.floor(sum / scale);
  }
}
