import { powerOfTwo, RealFft } from './real-fft.ts';

/** A symmetric filter on a signal, without delay: the result is as long as the signal. By blocks, so that any length will do. */
export function filterCentred(signal: Float64Array, kernel: Float64Array): Float64Array {
  const fft = new RealFft(powerOfTwo(Math.max(4 * kernel.length, 256)));
  const step = fft.size - kernel.length + 1;
  const delay = (kernel.length - 1) / 2;
  const spectrum = transformed(fft, kernel);
  const block = new Float64Array(fft.size);
  const re = new Float64Array(fft.bins);
  const im = new Float64Array(fft.bins);
  const output = new Float64Array(signal.length);
  for (let start = 0; start < signal.length; start += step) {
    block.fill(0);
    block.set(signal.subarray(start, start + step));
    fft.forward(block, re, im);
    multiply(re, im, spectrum);
    fft.inverse(re, im, block);
    addBlock(output, block, start - delay);
  }
  return output;
}

function transformed(fft: RealFft, kernel: Float64Array): readonly [Float64Array, Float64Array] {
  const padded = new Float64Array(fft.size);
  padded.set(kernel);
  const re = new Float64Array(fft.bins);
  const im = new Float64Array(fft.bins);
  fft.forward(padded, re, im);
  return [re, im];
}

function multiply(re: Float64Array, im: Float64Array, [kr, ki]: readonly [Float64Array, Float64Array]): void {
  for (let k = 0; k < re.length; k++) {
    const a = re[k] as number;
    const b = im[k] as number;
    const c = kr[k] as number;
    const d = ki[k] as number;
    re[k] = a * c - b * d;
    im[k] = a * d + b * c;
  }
}

function addBlock(output: Float64Array, block: Float64Array, at: number): void {
  const first = Math.max(0, -at);
  const end = Math.min(block.length, output.length - at);
  for (let i = first; i < end; i++) output[at + i] = (output[at + i] as number) + (block[i] as number);
}
