import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../plugin/testing/virtual-clock.ts';
import { ClockGenerator } from './clock-generator.ts';
import { HeldNotes } from './held-notes.ts';
import { RELATIVE_MODES, relativeSteps } from './relative.ts';
import { fillSysex, matchSysex, parseTemplate } from './sysex-template.ts';
import {
  frameNumber,
  fullFrame,
  parseFullFrame,
  QuarterFrames,
  type TimeCode,
  timeOfFrame,
} from './time-code.ts';

describe('relative encoders', () => {
  it.each([
    ['twos', 1, 127],
    ['offset', 65, 63],
    ['sign', 1, 65],
    ['sign2', 65, 1],
  ] as const)('%s: %i is one up, %i one down', (mode, up, down) => {
    expect(relativeSteps(mode, up)).toBe(1);
    expect(relativeSteps(mode, down)).toBe(-1);
  });
  it('tell every step from -63 to 63, each by a value of its own', () => {
    const steps = Array.from({ length: 127 }, (_, i) => i - 63);
    for (const mode of RELATIVE_MODES) {
      const told = new Set(Array.from({ length: 128 }, (_, raw) => relativeSteps(mode, raw) + 0));
      expect([...told].filter(step => Math.abs(step) <= 63).sort((a, b) => a - b)).toEqual(steps);
    }
  });
});

/** The data byte of quarter frame `piece` (0..7) of a time. */
function quarterFrame(time: TimeCode, piece: number): number {
  const hours = (time.rate << 5) | time.hours;
  const field = [time.frames, time.seconds, time.minutes, hours][piece >> 1] ?? 0;
  return (piece << 4) | ((piece & 1) === 0 ? field & 15 : field >> 4);
}

describe('time code', () => {
  const rate = fc.nat(3);
  it('names every frame of a day once', () => {
    for (const [index, frames] of [2_073_600, 2_160_000, 2_589_408, 2_592_000].entries()) {
      for (let frame = 0; frame < frames; frame += 997) {
        expect(frameNumber(timeOfFrame(frame, index))).toBe(frame);
      }
      expect(frameNumber(timeOfFrame(frames - 1, index))).toBe(frames - 1);
    }
  });
  it('leaves out drop-frame numbers', () => {
    expect(timeOfFrame(1800, 2)).toMatchObject({ minutes: 1, seconds: 0, frames: 2 });
    expect(timeOfFrame(17_982, 2)).toMatchObject({ minutes: 10, seconds: 0, frames: 0 });
  });
  it('survives its full message', () => {
    fc.assert(
      fc.property(fc.nat(2_073_599), rate, (frame, which) => {
        const time = timeOfFrame(frame, which);
        expect(parseFullFrame(fullFrame(time))).toEqual(time);
      }),
    );
  });
  it('is put together from quarter frames, two frames later than told when played forwards', () => {
    fc.assert(
      fc.property(fc.nat(2_000_000), rate, fc.nat(7), (frame, which, joinAt) => {
        const quarters = new QuarterFrames();
        const times: number[] = [];
        for (let n = joinAt; n < 24; n++) {
          const time = timeOfFrame(frame + 2 * Math.floor(n / 8), which);
          const got = quarters.take(quarterFrame(time, n % 8));
          if (got) times.push(frameNumber(got));
        }
        const sets = joinAt === 0 ? [1, 2, 3] : [2, 3];
        expect(times).toEqual(sets.map(n => frame + 2 * n));
      }),
    );
  });
  it('is put together backwards, too', () => {
    const quarters = new QuarterFrames();
    const time = timeOfFrame(12_345, 1);
    const got = [7, 6, 5, 4, 3, 2, 1, 0].map(piece => quarters.take(quarterFrame(time, piece)));
    expect(got.at(-1)).toEqual(time);
  });
});

describe('SysEx templates', () => {
  const template = (text: string) => {
    const result = parseTemplate(text);
    if (!result.ok) throw new Error(result.reason);
    return result.template;
  };
  it('fill and match every width', () => {
    for (const text of ['F0 43 v F7', '43, vh vl', '41 10 nh nl sum2', 'F0 41 10 42 12 40 00 04 v sum5 F7']) {
      const parsed = template(text);
      for (let raw = 0; raw <= parsed.max; raw += parsed.max > 1000 ? 101 : 1) {
        const bytes = fillSysex(parsed, raw / parsed.max);
        expect(bytes[0]).toBe(0xf0);
        expect(bytes.at(-1)).toBe(0xf7);
        expect(matchSysex(parsed, bytes)).toBe(raw / parsed.max);
      }
    }
  });
  it("computes Roland's check sum", () => {
    // GS master volume 127, from a Sound Canvas manual.
    const bytes = fillSysex(template('41 10 42 12 40 00 04 v sum5'), 1);
    expect([...bytes]).toEqual([0xf0, 0x41, 0x10, 0x42, 0x12, 0x40, 0, 4, 0x7f, 0x3d, 0xf7]);
  });
  it('match any byte at a star, and nothing else elsewhere', () => {
    const any = template('7F * 06 02');
    expect(matchSysex(any, Uint8Array.of(0xf0, 0x7f, 0x11, 6, 2, 0xf7))).toBe(1);
    expect(matchSysex(any, Uint8Array.of(0xf0, 0x7f, 0x11, 6, 3, 0xf7))).toBeUndefined();
    expect(matchSysex(any, Uint8Array.of(0xf0, 0x7f, 0x11, 6, 0xf7))).toBeUndefined();
  });
  it.each(['', 'F0 F7', '43 80', 'vv', 'v vh', 'sum0', 'F0 sum9 F7'])('refuses "%s"', text => {
    expect(parseTemplate(text).ok).toBe(false);
  });
  it('never throw on any text or bytes', () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array(), (text, bytes) => {
        const result = parseTemplate(text);
        if (result.ok) matchSysex(result.template, bytes);
      }),
    );
  });
});

describe('HeldNotes', () => {
  it('is a set of notes', () => {
    const note = fc.tuple(fc.nat(15), fc.nat(127), fc.boolean());
    fc.assert(
      fc.property(fc.array(note), changes => {
        const held = new HeldNotes();
        const model = new Set<string>();
        for (const [channel, key, on] of changes) {
          held.set(channel, key, on);
          if (on) model.add(`${channel}.${key}`);
          else model.delete(`${channel}.${key}`);
        }
        const got: string[] = [];
        held.each((channel, key) => got.push(`${channel}.${key}`));
        expect(new Set(got)).toEqual(model);
        expect(held.count).toBe(model.size);
      }),
    );
  });
});

describe('ClockGenerator', () => {
  it('ticks 24 times a beat and stops below 5 BPM', () => {
    const clock = new VirtualClock();
    let ticks = 0;
    const generator = new ClockGenerator(clock, () => ticks++);
    generator.set(120 / 300);
    clock.advance(10_001);
    expect(ticks).toBe(480);
    generator.set(0);
    clock.advance(1000);
    expect(ticks).toBe(480);
    expect(clock.pending).toBe(0);
  });
});
