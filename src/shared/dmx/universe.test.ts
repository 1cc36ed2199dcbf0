import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventBatch } from '../plugin/backend.ts';
import { SlotMap } from './slot-map.ts';
import { UniverseInput } from './universe-input.ts';
import { UniverseOutput } from './universe-output.ts';

const both = { source: true, target: true };

function batchOf(...events: readonly (readonly [local: number, value: number])[]): EventBatch {
  return {
    locals: Int32Array.from(events, ([local]) => local),
    values: Float64Array.from(events, ([, value]) => value),
    seqs: new Float64Array(events.length),
    start: 0,
    end: events.length,
  };
}

function input(...channels: string[]) {
  const map = new SlotMap('rig');
  channels.forEach((channel, local) => void map.add(local, channel, both));
  const emitted: [number, number][] = [];
  const detected: [string, number][] = [];
  const detector = { active: true, report: (c: string, v: number) => void detected.push([c, v]) };
  const universe = new UniverseInput(map, { detector, emit: (l, v) => void emitted.push([l, v]) });
  return { map, universe, emitted, detected };
}

describe('SlotMap', () => {
  it('gives a slot to one channel only', () => {
    const map = new SlotMap('rig');
    map.add(0, '1+2', both);
    expect(() => map.add(1, '2', both)).toThrow(/slot 2 is already used as 1\+2/);
    map.remove(0);
    expect(() => map.add(1, '2', both)).not.toThrow();
  });
  it('grows with the locals and follows a change of use', () => {
    const map = new SlotMap('rig');
    map.add(500, '7', both);
    expect(map.listener[6]).toBe(500);
    map.add(500, '7', { source: false, target: true });
    expect(map.listener[6]).toBe(-1);
    expect(map.coarse[500]).toBe(6);
  });
});

describe('UniverseInput', () => {
  it('emits what changed, the first frame whole, zero too', () => {
    const { universe, emitted } = input('1', '2');
    universe.take(Uint8Array.of(0, 255), 0, 2);
    universe.take(Uint8Array.of(0, 255), 0, 2);
    universe.take(Uint8Array.of(51, 255), 0, 2);
    expect(emitted).toEqual([
      [0, 0],
      [1, 1],
      [0, 0.2],
    ]);
  });
  it('emits a 16-bit channel once for both of its slots, whatever their order', () => {
    const { universe, emitted } = input('3+1');
    universe.take(Uint8Array.of(0x34, 9, 0x12), 0, 3);
    expect(emitted).toEqual([[0, 0x1234 / 65535]]);
  });
  it('never reads past the frame', () => {
    const { universe, emitted } = input('1', '2', '3');
    universe.take(Uint8Array.of(9, 9, 1, 2), 2, 512);
    expect(emitted.map(([local]) => local)).toEqual([0, 1]);
  });
  it('reports unused slots to the detector and says a level again after forget', () => {
    const { universe, emitted, detected } = input('1');
    universe.take(Uint8Array.of(255, 255), 0, 2);
    universe.forget(0);
    universe.take(Uint8Array.of(255, 255), 0, 2);
    expect(detected).toEqual([['2', 1]]);
    expect(emitted).toHaveLength(2);
  });
});

describe('UniverseOutput', () => {
  it('writes what an input reads, 8 and 16 bit', () => {
    const value = fc.integer({ min: 0, max: 65535 });
    fc.assert(
      fc.property(value, fc.integer({ min: 0, max: 255 }), (wide, narrow) => {
        const { map, universe, emitted } = input('10+20', '30');
        const output = new UniverseOutput(map);
        output.write(batchOf([0, wide / 65535], [1, narrow / 255]));
        universe.take(output.levels, 0, 512);
        expect(emitted).toEqual([
          [0, wide / 65535],
          [1, narrow / 255],
        ]);
      }),
    );
  });
  it('keeps every value of a burst when it may flush, and the newest when not', () => {
    const map = new SlotMap('rig');
    map.add(0, '1', both);
    map.add(1, '2', both);
    const frames: number[][] = [];
    const output = new UniverseOutput(map);
    const flush = () => void frames.push([...output.levels.subarray(0, 2)]);
    output.write(batchOf([0, 1], [1, 1], [0, 0], [0, 0.2]), flush);
    flush();
    expect(frames).toEqual([
      [255, 255],
      [0, 255],
      [51, 255],
    ]);
    output.sent();
    output.write(batchOf([0, 1], [0, 0]));
    expect([...output.levels.subarray(0, 2)]).toEqual([0, 255]);
  });
  it('is dirty at the first value and when a level changed', () => {
    const map = new SlotMap('rig');
    map.add(0, '1', both);
    const output = new UniverseOutput(map);
    output.write(batchOf([0, 0]));
    expect(output.dirty).toBe(true);
    output.sent();
    output.write(batchOf([0, 0], [99, 1]));
    expect(output.dirty).toBe(false);
    output.write(batchOf([0, 0.5]));
    expect(output.dirty).toBe(true);
  });
});
