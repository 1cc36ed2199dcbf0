import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lengthOf } from '../audio/sound.ts';
import { peakOf, rmsOf } from '../dsp/level.ts';
import { moduleOfFile } from '../module/module-name.ts';
import { saveWav, tone, vowel } from '../testing/sounds.ts';
import { TestStacks } from '../testing/test-stacks.ts';
import { BUILT_IN } from './built-in.ts';

let t: TestStacks;
beforeAll(() => {
  t = new TestStacks();
  saveWav(t.path('voice.wav'), vowel({ seconds: 0.5 }));
  saveWav(t.path('tone.wav'), tone(1000, 0.4, 48_000));
  const [left] = tone(440, 0.3).channels as [Float64Array];
  saveWav(t.path('stereo.wav'), { rate: 44_100, channels: [left, left.map(value => value / 2)] });
});
afterAll(() => t.close());

const voice = vowel({ seconds: 0.5 });
const run = (...stack: object[]) => t.sound({ file: 'voice.wav', stack });
const refusal = async (...stack: object[]) => (await t.ask({ file: 'voice.wav', stack })).details;

describe('the modules', () => {
  it('are all in the table, each with a title, a summary and helped parameters', () => {
    const files = readdirSync(import.meta.dirname).flatMap(file => moduleOfFile(file) ?? []);
    expect([...BUILT_IN.keys()].sort()).toEqual(files.sort());
    for (const module of BUILT_IN.values()) {
      expect(module.title).not.toBe('');
      expect(module.summary).toMatch(/\.$/);
      for (const parameter of module.parameters) expect(parameter.label).not.toBe('');
    }
  });

  it('ramp fades linearly or as a cosine, with one or two durations', async () => {
    const [channel] = (await run({ module: 'ramp', duration: [0.1, 0.2], shape: 'cosine' })).channels;
    expect(channel![2205]).toBeCloseTo(voice.channels[0]![2205]! / 2, 3);
    expect(channel![0]).toBe(0);
    expect(channel!.at(-1)).toBe(0);
    const [linear] = (await run({ module: 'ramp', duration: 0.1 })).channels;
    expect(linear![1102]).toBeCloseTo(voice.channels[0]![1102]! / 4, 3);
  });

  it('pad and slice undo each other', async () => {
    expect(
      await run({ module: 'pad', before: 0.5, after: 0.25 }, { module: 'slice', start: 0.5, end: -0.25 }),
    ).toEqual(voice);
  });

  it('slice has the length that was asked for, or one more as VTServer cuts', async () => {
    expect(lengthOf(await run({ module: 'slice', start: 0.1, end: 0.2 }))).toBe(4410);
    expect(lengthOf(await run({ module: 'slice', start: 0.1, end: 0.2, end_inclusive: true }))).toBe(4411);
    expect(lengthOf(await run({ module: 'slice', start: 0.4, end: 0.6 }))).toBe(8820);
    expect(rmsOf((await run({ module: 'slice', start: 0.6, end: 0.7 })).channels)).toBe(0);
  });

  it('channel-patch gives each channel its factor, and takes mono only', async () => {
    const result = await run({ module: 'channel-patch', coefs: [1, 0, -1] });
    expect(result.channels.length).toBe(3);
    expect(result.channels[0]).toEqual(voice.channels[0]);
    expect(peakOf([result.channels[1]!])).toBe(0);
    expect(
      await refusal({ module: 'channel-patch', coefs: [1, 1] }, { module: 'channel-patch', coefs: [1] }),
    ).toMatch(/\[channel-patch\].*2 channels/);
  });

  it('mixin resamples, levels, pads and aligns', async () => {
    const mixed = await run({ module: 'mixin', file: 'tone.wav', levels: [-300, 0], align: 'right' });
    expect(mixed.rate).toBe(48_000);
    expect(lengthOf(mixed)).toBe(24_000);
    expect(rmsOf([mixed.channels[0]!.subarray(0, 4700)])).toBeLessThan(1e-4);
    const padded = await run({ module: 'mixin', file: 'voice.wav', pad: [0, 0, 0.5, 0], levels: [0, -6] });
    expect(lengthOf(padded)).toBe(44_100);
    expect(padded.channels[0]![30_000]! / voice.channels[0]![30_000 - 22_050]!).toBeCloseTo(0.501, 2);
    expect((await run({ module: 'mixin', file: 'stereo.wav' })).channels.length).toBe(2);
    expect(await refusal({ module: 'mixin', file: 'tone.wav', align: 'bogus' })).toMatch(
      /left, center, right/,
    );
    expect(await refusal({ module: 'mixin' })).toMatch(/file/);
  });

  it('concat puts sounds behind or in front', async () => {
    const result = await run({
      module: 'concat',
      files: ['voice.wav', { file: 'voice.wav', stack: [{ module: 'pad', after: 0.1 }] }],
    });
    expect(lengthOf(result)).toBe(3 * 22_050 + 4410);
  });

  it('gain and normalize reach the level that is asked for', async () => {
    const level = async (stack: object) => 20 * Math.log10(rmsOf((await run(stack)).channels));
    expect(await level({ module: 'gain', rms: -30 })).toBeCloseTo(-30, 1);
    const peak = async (stack: object) => 20 * Math.log10(peakOf((await run(stack)).channels));
    expect(await peak({ module: 'gain', peak: -12 })).toBeCloseTo(-12, 2);
    expect(await peak({ module: 'normalize', level: -3 })).toBeCloseTo(-3, 2);
    expect(await peak({ module: 'normalize', by: 'rms', level: 0 })).toBeCloseTo(0, 2);
    expect(await refusal({ module: 'gain', db: 1, peak: 2 })).toMatch(/exactly one/);
  });

  it('noise and tone keep the length, the level and the seed', async () => {
    const one = await run({ module: 'noise', seed: 3, level: -20 });
    expect(20 * Math.log10(rmsOf(one.channels))).toBeCloseTo(-20, 1);
    expect(await run({ module: 'noise', seed: 3, level: -20, color: 'white' })).toEqual(one);
    expect(await run({ module: 'noise', seed: 4, level: -20 })).not.toEqual(one);
    const both = await run({ module: 'noise', seed: 3, mode: 'add', snr: 6, color: 'pink' });
    const noise = both.channels[0]!.map((value, i) => value - voice.channels[0]![i]!);
    expect(20 * Math.log10(rmsOf(voice.channels) / rmsOf([noise]))).toBeCloseTo(6, 1);
    expect(lengthOf(await run({ module: 'tone', f: 440 }))).toBe(22_050);
  });

  it('resample and filter', async () => {
    const result = await run({ module: 'resample', fs: 16_000 });
    expect([result.rate, lengthOf(result)]).toEqual([16_000, 8000]);
    const filtered = await run(
      { module: 'tone', f: 4000 },
      { module: 'filter', type: 'low', f: 1000, order: 4 },
    );
    expect(rmsOf([filtered.channels[0]!.subarray(2000, 20_000)])).toBeLessThan(1e-4);
    expect(await refusal({ module: 'filter', type: 'low', f: 30_000 })).toMatch(/22050 Hz/);
    expect(await refusal({ module: 'filter', type: 'band', f: 300 })).toMatch(/frequencies/);
  });

  it('work on 8 channels at 192 kHz', async () => {
    const channels = Array.from({ length: 8 }, (_, c) => tone(500 + c, 0.05, 192_000).channels[0]!);
    saveWav(t.path('eight.wav'), { rate: 192_000, channels });
    const stack = [
      { module: 'ramp', duration: 0.01 },
      { module: 'filter', type: 'high', f: 200 },
      { module: 'normalize' },
    ];
    const result = await t.sound({ file: 'eight.wav', stack });
    expect([result.rate, result.channels.length, lengthOf(result)]).toEqual([192_000, 8, 9600]);
    const reply = await t.ask({ file: 'eight.wav', stack: [{ module: 'world', f0: '*2' }] });
    expect(reply.details).toMatch(/\[world\] works on mono/);
  });
});

describe('vocoder', () => {
  const bank = (f: unknown, method: object = { family: 'butterworth', order: 6, 'zero-phase': true }) => ({
    f,
    method,
  });
  const f = { fmin: 100, fmax: 8000, n: 8, scale: 'greenwood' };

  it.each([
    ['noise', { analysis_filters: bank(f), synthesis: { carrier: 'noise', random_seed: 1 } }],
    ['sines', { analysis_filters: bank(f), synthesis: { carrier: 'sin' }, envelope: { method: 'hilbert' } }],
    [
      'spread',
      { analysis_filters: bank(f), synthesis: { carrier: 'sin' }, envelope: { modifiers: 'spread' } },
    ],
    ['a shift', { analysis_filters: bank(f), synthesis_filters: bank({ ...f, fmax: 5000, shift: 3 }) }],
    ['edges', { analysis_filters: bank([100, 500, 2000], { order: 3, 'zero-phase': false }) }],
    ['ci24', { analysis_filters: bank('ci24') }],
    ['hr90k', { analysis_filters: bank('hr90k') }],
  ])('with %s keeps length and level', async (_name, parameters) => {
    const result = await run({ module: 'vocoder', ...parameters });
    expect(lengthOf(result)).toBe(22_050);
    expect(Math.abs(20 * Math.log10(rmsOf(result.channels) / rmsOf(voice.channels)))).toBeLessThan(4);
  });

  it.each([
    [{}, /analysis_filters/],
    [{ fs: 22_050, analysis_filters: bank(f) }, /22050.*44100/],
    [{ analysis_filters: bank(f, { order: 3 }) }, /odd order 3/],
    [{ analysis_filters: bank(f), envelope: { modifiers: 'spread' } }, /spread/],
    [{ analysis_filters: bank(f), synthesis_filters: bank('ci24') }, /22 bands.*8/],
    [{ analysis_filters: bank({ ...f, fmax: 23_000 }) }, /22050 Hz/],
    [{ analysis_filters: bank('nosuch') }, /ci24 and hr90k/],
  ])('refuses %o', async (parameters, pattern) => {
    expect(await refusal({ module: 'vocoder', ...parameters })).toMatch(pattern);
  });
});

describe('gibberish', () => {
  const babble = {
    module: 'gibberish',
    seed: 8,
    total_dur: 1,
    chunk_dur_min: 0.1,
    chunk_dur_max: 0.2,
    files: ['voice.wav', 'a.wav'],
  };
  beforeAll(() => void saveWav(t.path('a.wav'), vowel({ seconds: 0.3, f0: () => 200 })));

  it('is as long as wanted and the same for a seed, from a folder or a file in it', async () => {
    const first = await t.sound({ file: join(t.folder, '/'), stack: [babble] });
    expect(lengthOf(first)).toBe(44_100);
    expect(await t.sound({ file: 'voice.wav', stack: [babble] })).toEqual(first);
    const other = await t.sound({ file: 'voice.wav', stack: [{ ...babble, seed: 9 }] });
    expect(other).not.toEqual(first);
  });

  it('takes patterns, a stack, a rate and channels', async () => {
    const made = await t.sound({
      file: 'voice.wav',
      stack: [
        {
          ...babble,
          files: undefined,
          shell_pattern: { include: '[av]*.wav', exclude: 'x*' },
          stack: [{ module: 'gain', db: -6 }],
          force_fs: 22_050,
          force_nb_channels: 2,
        },
      ],
    });
    expect([made.rate, made.channels.length, lengthOf(made)]).toEqual([22_050, 2, 22_050]);
    const regular = { ...babble, files: undefined, re_pattern: '^a\\.wav$' };
    expect((await t.ask({ file: 'voice.wav', stack: [regular] })).out).toBe('ok');
  });

  it('stays in its folder and says what is missing', async () => {
    expect(await refusal({ ...babble, files: ['../x.wav'] })).toMatch(/outside/);
    expect(await refusal({ ...babble, seed: undefined })).toMatch(/seed/);
    expect(await refusal({ ...babble, files: undefined, shell_pattern: 'q*' })).toMatch(/no sound/);
    expect(await refusal({ ...babble, files: undefined, re_pattern: '(' })).toMatch(/cannot be read/);
  });
});
