/**
 * A complex FFT of a power-of-two size on split arrays, in place. Two radix-2 stages are fused into one pass
 * (radix 2^2), which halves the trips through memory.
 */
export class ComplexFft {
  readonly #reversed: Uint32Array;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;

  /** `size` is a power of two, at least 1. */
  constructor(readonly size: number) {
    if (!Number.isInteger(Math.log2(size))) throw new RangeError(`${size} is not a power of two`);
    this.#reversed = bitReversal(size);
    this.#cos = Float64Array.from({ length: size }, (_, k) => Math.cos((2 * Math.PI * k) / size));
    this.#sin = Float64Array.from({ length: size }, (_, k) => -Math.sin((2 * Math.PI * k) / size));
  }

  /** X[k] = sum x[n] e^(-2 pi i k n / size). For the inverse without scale, swap the two arrays. */
  forward(re: Float64Array, im: Float64Array): void {
    this.#permute(re, im);
    const { size } = this;
    let quarter = 1;
    if (Math.log2(size) % 2 === 1) {
      firstRadix2(re, im, size);
      quarter = 2;
    }
    for (; quarter < size; quarter *= 4) this.#pass(re, im, quarter);
  }

  #permute(re: Float64Array, im: Float64Array): void {
    const reversed = this.#reversed;
    for (let i = 0; i < reversed.length; i++) {
      const j = reversed[i] as number;
      if (j <= i) continue;
      const a = re[i] as number;
      const b = im[i] as number;
      re[i] = re[j] as number;
      im[i] = im[j] as number;
      re[j] = a;
      im[j] = b;
    }
  }

  #pass(re: Float64Array, im: Float64Array, q: number): void {
    const { size } = this;
    const stride = size / (4 * q);
    const cos = this.#cos;
    const sin = this.#sin;
    for (let j = 0; j < q; j++) {
      const c1 = cos[j * stride] as number;
      const s1 = sin[j * stride] as number;
      const c2 = cos[2 * j * stride] as number;
      const s2 = sin[2 * j * stride] as number;
      const c3 = c1 * c2 - s1 * s2;
      const s3 = c1 * s2 + s1 * c2;
      for (let i = j; i < size; i += 4 * q) {
        const i1 = i + q;
        const i2 = i1 + q;
        const i3 = i2 + q;
        const x1 = re[i1] as number;
        const y1 = im[i1] as number;
        const x2 = re[i2] as number;
        const y2 = im[i2] as number;
        const x3 = re[i3] as number;
        const y3 = im[i3] as number;
        const ar = x1 * c2 - y1 * s2;
        const ai = x1 * s2 + y1 * c2;
        const br = x2 * c1 - y2 * s1;
        const bi = x2 * s1 + y2 * c1;
        const dr = x3 * c3 - y3 * s3;
        const di = x3 * s3 + y3 * c3;
        const x0 = re[i] as number;
        const y0 = im[i] as number;
        const er = x0 + ar;
        const ei = y0 + ai;
        const fr = x0 - ar;
        const fi = y0 - ai;
        const gr = br + dr;
        const gi = bi + di;
        const hr = br - dr;
        const hi = bi - di;
        re[i] = er + gr;
        im[i] = ei + gi;
        re[i1] = fr + hi;
        im[i1] = fi - hr;
        re[i2] = er - gr;
        im[i2] = ei - gi;
        re[i3] = fr - hi;
        im[i3] = fi + hr;
      }
    }
  }
}

function firstRadix2(re: Float64Array, im: Float64Array, size: number): void {
  for (let i = 0; i < size; i += 2) {
    const x = re[i + 1] as number;
    const y = im[i + 1] as number;
    re[i + 1] = (re[i] as number) - x;
    im[i + 1] = (im[i] as number) - y;
    re[i] = (re[i] as number) + x;
    im[i] = (im[i] as number) + y;
  }
}

function bitReversal(size: number): Uint32Array {
  const table = new Uint32Array(size);
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    table[i] = j;
  }
  return table;
}
