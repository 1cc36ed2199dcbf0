import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firmwareVersion, FrameParser, frameOf, Label, MAX_DATA, serialNumber } from './codec.ts';

function reader() {
  const frames: { label: number; data: number[] }[] = [];
  return { frames, parser: new FrameParser((label, data) => frames.push({ label, data: [...data] })) };
}

describe('frames of the DMX USB Pro', () => {
  it('are those of the specification', () => {
    expect([...frameOf(Label.send, [0, 255, 1])]).toEqual([0x7e, 6, 3, 0, 0, 255, 1, 0xe7]);
    expect([...frameOf(Label.parameters, [0, 0])]).toEqual([0x7e, 3, 2, 0, 0, 0, 0xe7]);
    expect([...frameOf(5, new Uint8Array(513)).subarray(0, 4)]).toEqual([0x7e, 5, 1, 2]);
  });
  it('are read as they were written, however they are cut, with noise between', () => {
    const frame = fc.record({ label: fc.nat(255), data: fc.array(fc.nat(255), { maxLength: MAX_DATA }) });
    const noise = fc.array(fc.nat(0x7d), { maxLength: 5 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(frame, noise), { maxLength: 8 }),
        fc.integer({ min: 1, max: 700 }),
        (given, cut) => {
          const bytes = given.flatMap(([one, between]) => [...frameOf(one.label, one.data), ...between]);
          const { frames, parser } = reader();
          for (let at = 0; at < bytes.length; at += cut)
            parser.feed(Uint8Array.from(bytes.slice(at, at + cut)));
          expect(frames).toEqual(given.map(([one]) => one));
          expect(parser.skipped).toBe(given.reduce((sum, [, between]) => sum + between.length, 0));
        },
      ),
    );
  });
  it('are dropped and counted when too long or without an end', () => {
    const { frames, parser } = reader();
    parser.feed(Uint8Array.of(0x7e, 1, 0xff, 0xff, 0x7e, 2, 1, 0, 9, 0, 0x7e, 3, 0, 0, 0xe7));
    expect(frames).toEqual([{ label: 3, data: [] }]);
    expect(parser.skipped).toBe(4 + 6);
  });
  it('survive 20,000 pieces of noise', () => {
    const { frames, parser } = reader();
    let seed = 7;
    const random = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) % below;
    const bytes = [0x7e, 0xe7, 5, 6, 0, 1];
    for (let i = 0; i < 20_000; i++) {
      const length = random(20);
      parser.feed(
        Uint8Array.from({ length }, () => (random(3) === 0 ? random(256) : (bytes[random(6)] ?? 0))),
      );
    }
    expect(frames.every(frame => frame.data.length <= MAX_DATA)).toBe(true);
    expect(frames.length).toBeGreaterThan(0);
  });
  it('tell serial number and firmware', () => {
    expect(serialNumber(Uint8Array.of(0x34, 0x25, 0x17, 0))).toBe('172534');
    expect(serialNumber(Uint8Array.of(1))).toBeUndefined();
    expect(firmwareVersion(Uint8Array.of(44, 1, 9, 1, 40))).toBe('1.44');
  });
});
