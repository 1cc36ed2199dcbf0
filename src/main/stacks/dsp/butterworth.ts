/** A filter of second order: b0 + b1 z^-1 + b2 z^-2 over 1 + a1 z^-1 + a2 z^-2. */
export interface Biquad {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** Filters one behind the other. */
export type Cascade = readonly Biquad[];

interface Complex {
  readonly re: number;
  readonly im: number;
}

/** Cut-off frequencies in Hz; a band has two. */
export type Band =
  | { readonly type: 'low' | 'high'; readonly cut: number }
  | { readonly type: 'band' | 'notch'; readonly low: number; readonly high: number };

/**
 * A Butterworth filter by the bilinear transform with pre-warped frequencies (Oppenheim and Schafer). A band-pass or
 * notch of `order` N has 2 N poles. Frequencies must lie between 0 and half the rate.
 */
export function butterworth(order: number, band: Band, rate: number): Cascade {
  const warp = (hz: number) => 2 * rate * Math.tan((Math.PI * hz) / rate);
  const analog = prototype(order).flatMap(pole => transformed(pole, band, warp));
  const poles = analog.map(pole => bilinear(pole, rate));
  const sections = sectionsOf(poles, zerosOf(band, rate, warp));
  return normalised(sections, band, rate, warp);
}

/** Poles of the low-pass of 1 rad/s: on the left half of the unit circle. */
function prototype(order: number): readonly Complex[] {
  return Array.from({ length: order }, (_, k) => {
    const angle = (Math.PI * (2 * k + 1)) / (2 * order) + Math.PI / 2;
    return { re: Math.cos(angle), im: 2 * k + 1 === order ? 0 : Math.sin(angle) };
  });
}

function transformed(pole: Complex, band: Band, warp: (hz: number) => number): readonly Complex[] {
  switch (band.type) {
    case 'low':
      return [scale(pole, warp(band.cut))];
    case 'high':
      return [scale(inverse(pole), warp(band.cut))];
    default: {
      const width = warp(band.high) - warp(band.low);
      const centre = warp(band.low) * warp(band.high);
      const half = scale(band.type === 'band' ? pole : inverse(pole), width / 2);
      const root = squareRoot({ re: half.re ** 2 - half.im ** 2 - centre, im: 2 * half.re * half.im });
      return [add(half, root), add(half, scale(root, -1))];
    }
  }
}

function bilinear(s: Complex, rate: number): Complex {
  const fs2 = 2 * rate;
  return multiply({ re: fs2 + s.re, im: s.im }, inverse({ re: fs2 - s.re, im: -s.im }));
}

/** The two zeros of each section, as coefficients of z^-1 and z^-2. */
function zerosOf(band: Band, rate: number, warp: (hz: number) => number): readonly [number, number] {
  switch (band.type) {
    case 'low':
      return [2, 1];
    case 'high':
      return [-2, 1];
    case 'band':
      return [0, -1];
    case 'notch': {
      const centre = Math.sqrt(warp(band.low) * warp(band.high));
      const zero = bilinear({ re: 0, im: centre }, rate);
      return [-2 * zero.re, 1];
    }
  }
}

/** Join poles to sections: each with its conjugate, real ones by two; one that is left over makes a first order. */
function sectionsOf(poles: readonly Complex[], [z1, z2]: readonly [number, number]): Biquad[] {
  const sections: Biquad[] = poles
    .filter(pole => pole.im > 1e-12)
    .map(pole => ({ b0: 1, b1: z1, b2: z2, a1: -2 * pole.re, a2: pole.re ** 2 + pole.im ** 2 }));
  const real = poles.filter(pole => Math.abs(pole.im) <= 1e-12).map(pole => pole.re);
  for (let i = 0; i + 1 < real.length; i += 2) {
    const a = real[i] as number;
    const b = real[i + 1] as number;
    sections.push({ b0: 1, b1: z1, b2: z2, a1: -(a + b), a2: a * b });
  }
  // Only a low or high pass has an odd number of poles, and then its zero is at -1 or 1.
  if (real.length % 2 === 1) sections.push({ b0: 1, b1: z1 / 2, b2: 0, a1: -(real.at(-1) as number), a2: 0 });
  return sections;
}

/** Give the cascade a gain of 1 where it lets everything pass. */
function normalised(sections: Biquad[], band: Band, rate: number, warp: (hz: number) => number): Cascade {
  const angle = passAngle(band, rate, warp);
  return sections.map(section => {
    const g = 1 / biquadGain(section, angle);
    return { ...section, b0: section.b0 * g, b1: section.b1 * g, b2: section.b2 * g };
  });
}

function passAngle(band: Band, rate: number, warp: (hz: number) => number): number {
  if (band.type === 'high') return Math.PI;
  if (band.type !== 'band') return 0;
  return 2 * Math.atan(Math.sqrt(warp(band.low) * warp(band.high)) / (2 * rate));
}

/** Gain of a cascade at a frequency in Hz. */
export function gainAt(cascade: Cascade, hz: number, rate: number): number {
  const angle = (2 * Math.PI * hz) / rate;
  return cascade.reduce((gain, section) => gain * biquadGain(section, angle), 1);
}

function biquadGain({ b0, b1, b2, a1, a2 }: Biquad, angle: number): number {
  const [c, s, c2, s2] = [Math.cos(angle), Math.sin(angle), Math.cos(2 * angle), Math.sin(2 * angle)];
  const top = Math.hypot(b0 + b1 * c + b2 * c2, b1 * s + b2 * s2);
  return top / Math.hypot(1 + a1 * c + a2 * c2, a1 * s + a2 * s2);
}

function add(a: Complex, b: Complex): Complex {
  return { re: a.re + b.re, im: a.im + b.im };
}
function scale(a: Complex, factor: number): Complex {
  return { re: a.re * factor, im: a.im * factor };
}
function multiply(a: Complex, b: Complex): Complex {
  return { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re };
}
function inverse(a: Complex): Complex {
  const size = a.re ** 2 + a.im ** 2;
  return { re: a.re / size, im: -a.im / size };
}
function squareRoot(a: Complex): Complex {
  const size = Math.hypot(a.re, a.im);
  const re = Math.sqrt((size + a.re) / 2);
  return { re, im: Math.sign(a.im || 1) * Math.sqrt((size - a.re) / 2) };
}
