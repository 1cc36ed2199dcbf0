import { writeFileSync } from 'node:fs';
import { encodeWav, type WavBits } from '../audio/wav-write.ts';
import type { Sound } from '../audio/sound.ts';
import { Random } from '../dsp/random.ts';

export interface VowelOptions {
  readonly rate?: number;
  /** Seconds. */
  readonly seconds?: number;
  /** Fundamental in Hz at a time in seconds. */
  readonly f0?: (time: number) => number;
  /** Hz. */
  readonly formants?: readonly number[];
  /** Seconds of breath noise without voice, at the start. */
  readonly breath?: number;
}

/** Centres of an open vowel, in Hz. */
export const FORMANTS = [700, 1220, 2600, 3500] as const;
const BANDWIDTHS = [80, 90, 120, 150];

/** A voice made of pulses through resonators: everything about it is known. 16-bit values, so that files are exact. */
export function vowel(options: VowelOptions = {}): Sound {
  const { rate = 44_100, seconds = 1, f0 = () => 140, formants = FORMANTS, breath = 0 } = options;
  const length = Math.round(seconds * rate);
  let signal: Float64Array<ArrayBufferLike> = excitation(length, rate, f0, breath);
  formants.forEach((centre, i) => {
    signal = resonate(signal, rate, centre, BANDWIDTHS[i] ?? 150);
  });
  const peak = signal.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  const channel = signal.map(value => (Math.round((value / peak) * 0.5 * 32768) + 0) / 32768);
  return { rate, channels: [channel] };
}

function excitation(length: number, rate: number, f0: (t: number) => number, breath: number): Float64Array {
  const random = new Random(1);
  const signal = new Float64Array(length);
  const start = Math.round(breath * rate);
  for (let i = 0; i < start; i++) signal[i] = random.normal() * 0.02;
  // Pulses of limited band, placed between samples: a harmonic sum below 0.45 of the rate would be slower, not better.
  let phase = 0;
  for (let i = start; i < length; i++) {
    const step = f0(i / rate) / rate;
    phase += step;
    if (phase < 1) continue;
    phase -= 1;
    addPulse(signal, i - phase / step);
  }
  return lowTilt(signal);
}

function addPulse(signal: Float64Array, at: number): void {
  const half = 16;
  for (let i = Math.max(0, Math.ceil(at - half)); i < Math.min(signal.length, at + half); i++) {
    const x = i - at;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * 0.9 * x) / (Math.PI * 0.9 * x);
    signal[i] = (signal[i] as number) + sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / half));
  }
}

/** The fall of a glottal pulse, about 6 dB an octave. */
function lowTilt(signal: Float64Array): Float64Array {
  let last = 0;
  return signal.map(value => (last = value + 0.95 * last));
}

function resonate(signal: Float64Array, rate: number, centre: number, bandwidth: number): Float64Array {
  const radius = Math.exp((-Math.PI * bandwidth) / rate);
  const a1 = 2 * radius * Math.cos((2 * Math.PI * centre) / rate);
  const a2 = -radius * radius;
  let y1 = 0;
  let y2 = 0;
  return signal.map(x => {
    const y = (1 - a1 - a2) * x + a1 * y1 + a2 * y2;
    y2 = y1;
    y1 = y;
    return y;
  });
}

/** A sine tone of 16-bit values. */
export function tone(hz: number, seconds: number, rate = 44_100): Sound {
  const channel = Float64Array.from(
    { length: Math.round(seconds * rate) },
    (_, i) => (Math.round(Math.sin((2 * Math.PI * hz * i) / rate) * 0.4 * 32768) + 0) / 32768,
  );
  return { rate, channels: [channel] };
}

export function saveWav(path: string, sound: Sound, bits: WavBits = 16): string {
  writeFileSync(path, encodeWav(sound, bits));
  return path;
}
