import { describe, expect, it } from 'vitest';
import { rmsOf } from '../dsp/level.ts';
import { autocorrelationF0, formantsMoved, median, semitones } from '../testing/measure.ts';
import { vowel } from '../testing/sounds.ts';
import { analyse } from './analyse.ts';
import { type Changes, changeVoice } from './change-voice.ts';
import { DURATION_NOTATION, F0_NOTATION, readChange, VTL_NOTATION } from './notation.ts';
import { synthesise } from './synthesise.ts';
import type { Voice } from './voice.ts';
import { decodeVoice, encodeVoice } from './voice-file.ts';

const RATE = 44_100;
const nothing = () => undefined;
const kinds = {
  steady: vowel({ f0: () => 140 }),
  chirped: vowel({ f0: t => 120 + 60 * t }),
};
const voices = new Map<string, Voice>();

function voiceOf(kind: keyof typeof kinds): Voice {
  const known = voices.get(kind) ?? analyse(kinds[kind].channels[0]!, RATE, nothing);
  voices.set(kind, known);
  return known;
}

function change(voice: Voice, given: { f0?: string; vtl?: string; duration?: string }): Float64Array {
  const changes: Changes = {
    f0: readChange(F0_NOTATION, given.f0),
    vtl: readChange(VTL_NOTATION, given.vtl),
    duration: readChange(DURATION_NOTATION, given.duration),
  };
  return synthesise(voice, changeVoice(voice, changes), nothing);
}

/** Median of the change of pitch, frame by frame, in semitones; the ends of a sound have no whole period. */
function pitchMoved(before: Float64Array, after: Float64Array): number {
  const a = autocorrelationF0(before, RATE);
  const b = autocorrelationF0(after, RATE);
  const moved = a.flatMap((hz, i) => (hz > 0 && (b[i] ?? 0) > 0 ? [semitones(hz, b[i]!)] : []));
  expect(moved.length).toBeGreaterThan(a.length * 0.8);
  return median(moved);
}

describe.each(['steady', 'chirped'] as const)('world on a %s vowel', kind => {
  const signal = kinds[kind].channels[0]!;

  it('an octave down moves the pitch by 12 semitones and no formant', () => {
    const result = change(voiceOf(kind), { f0: '-12st' });
    expect(pitchMoved(signal, result)).toBeGreaterThan(-12.1);
    expect(pitchMoved(signal, result)).toBeLessThan(-11.9);
    for (const moved of formantsMoved(signal, result, RATE, 3)) expect(Math.abs(moved)).toBeLessThan(0.3);
  });

  it('a longer vocal tract moves the formants and no pitch', () => {
    const result = change(voiceOf(kind), { vtl: '+3.8st' });
    expect(Math.abs(pitchMoved(signal, result))).toBeLessThan(0.05);
    for (const moved of formantsMoved(signal, result, RATE, 3))
      expect(Math.abs(moved + 3.8)).toBeLessThan(0.3);
  });

  it('keeps everything when nothing is changed', () => {
    const result = change(voiceOf(kind), {});
    expect(result.length).toBe(signal.length);
    expect(Math.abs(pitchMoved(signal, result))).toBeLessThan(0.03);
    for (const moved of formantsMoved(signal, result, RATE, 3)) expect(Math.abs(moved)).toBeLessThan(0.25);
    expect(Math.abs(20 * Math.log10(rmsOf([result]) / rmsOf([signal])))).toBeLessThan(2);
  });

  it.each([
    ['*2', 2],
    ['~0.5s', 0.5],
    ['+0.25s', 1.25],
    ['-0.25s', 0.75],
  ])('duration %s is exact to a sample, and the pitch stays', (duration, seconds) => {
    const result = change(voiceOf(kind), { duration });
    expect(result.length).toBe(Math.round(seconds * RATE));
    const middle = (x: Float64Array) => median(autocorrelationF0(x, RATE).filter(hz => hz > 0));
    expect(Math.abs(semitones(middle(signal), middle(result)))).toBeLessThan(0.2);
  });
});

describe('world', () => {
  const breathy = vowel({ breath: 0.4, f0: () => 180 });

  it('leaves without a voice what has none', () => {
    const voice = analyse(breathy.channels[0]!, RATE, nothing);
    for (const f0 of ['+12st', '+160Hz', '~100Hz']) {
      const before = autocorrelationF0(breathy.channels[0]!, RATE);
      const after = autocorrelationF0(change(voice, { f0 }), RATE);
      const breath = after.slice(0, 14);
      expect(before.slice(0, 14).filter(hz => hz > 0).length).toBe(0);
      expect(breath.filter(hz => hz > 0).length).toBeLessThanOrEqual(1);
      expect(after.slice(24).filter(hz => hz > 0).length).toBeGreaterThan(15);
    }
  });

  it('brings the mean to a target and adds Hz to a voice', () => {
    const voice = voiceOf('steady');
    const middle = (x: Float64Array) => median(autocorrelationF0(x, RATE).filter(hz => hz > 0));
    expect(semitones(middle(change(voice, { f0: '~160Hz' })), 160)).toBeCloseTo(0, 1);
    expect(semitones(middle(change(voice, { f0: '160Hz' })), 300)).toBeCloseTo(0, 1);
    expect(semitones(middle(change(voice, { f0: '*1.5' })), 210)).toBeCloseTo(0, 1);
  });

  it.each([8000, 16_000, 22_050, 48_000, 96_000])('works at %i Hz', rate => {
    const sound = vowel({ rate, seconds: 0.4, formants: [700, 1220, 2600] });
    const voice = analyse(sound.channels[0]!, rate, nothing);
    const f0 = [...voice.f0].filter(hz => hz > 0);
    expect(f0.length).toBeGreaterThan(60);
    expect(Math.abs(semitones(140, median(f0)))).toBeLessThan(0.05);
    const result = synthesise(
      voice,
      changeVoice(voice, { f0: undefined, vtl: undefined, duration: undefined }),
      nothing,
    );
    expect(result.every(Number.isFinite)).toBe(true);
  });

  it.each([
    ['silence', new Float64Array(10_000)],
    ['one sample', new Float64Array(1).fill(0.5)],
    ['an offset', new Float64Array(5000).fill(0.5)],
    ['a square wave', Float64Array.from({ length: 20_000 }, (_, i) => (i % 200 < 100 ? 1 : -1))],
  ])('makes numbers out of %s', (_name, signal) => {
    const result = change(analyse(signal, RATE, nothing), { f0: '+5st', vtl: '-2st', duration: '*1.5' });
    expect(result.length).toBe(Math.round(signal.length * 1.5));
    expect(result.every(Number.isFinite)).toBe(true);
  });

  it('reads back what it kept', () => {
    const voice = voiceOf('steady');
    const bytes = encodeVoice(voice);
    const back = decodeVoice(bytes)!;
    expect(Buffer.from(encodeVoice(back)).equals(Buffer.from(bytes))).toBe(true);
    expect({ rate: back.rate, length: back.length, bins: back.bins }).toEqual({
      rate: RATE,
      length: RATE,
      bins: 1025,
    });
    expect(decodeVoice(encodeVoice(voice).subarray(8))).toBeUndefined();
  });
});
