import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ring } from './ring.ts';

const pair = (records: number) => {
  const buffer = new SharedArrayBuffer(Ring.bytes(records));
  return { writer: new Ring(buffer), reader: new Ring(buffer), buffer };
};

describe('Ring', () => {
  it('gives records in order, after they are published', () => {
    const { writer, reader } = pair(4);
    expect(writer.push(1, 2, 0.5)).toBe(true);
    expect(reader.available()).toBe(0);
    writer.publish();
    expect(reader.available()).toBe(1);
    expect([reader.id(0), reader.seq(0), reader.value(0)]).toEqual([1, 2, 0.5]);
  });

  it('is full at its capacity and free again after release', () => {
    const { writer, reader } = pair(4);
    for (let i = 0; i < 4; i++) expect(writer.push(i, 0, 0)).toBe(true);
    expect(writer.push(9, 0, 0)).toBe(false);
    writer.publish();
    reader.release(1);
    expect(writer.push(9, 0, 0)).toBe(true);
  });

  it('loses and repeats nothing, however both sides take turns', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 60 }), turns => {
        const { writer, reader } = pair(8);
        const read: number[] = [];
        let next = 0;
        for (const [writes, reads] of turns) {
          for (let i = 0; i < writes; i++) if (writer.push(next, next, next)) next++;
          writer.publish();
          const count = Math.min(reads, reader.available());
          for (let i = 0; i < count; i++) read.push(reader.id(i));
          reader.release(count);
        }
        expect(read).toEqual(Array.from({ length: read.length }, (_, i) => i));
        expect(read.length + reader.available()).toBe(next);
      }),
    );
  });

  it('goes on when its counters wrap', () => {
    const { buffer } = pair(4);
    const counters = new Int32Array(buffer, 0, 32);
    counters[0] = counters[16] = 0x7fffffff;
    const writer = new Ring(buffer);
    const reader = new Ring(buffer);
    for (let i = 0; i < 3; i++) writer.push(i, 0, 0);
    writer.publish();
    expect(reader.available()).toBe(3);
    expect([0, 1, 2].map(n => reader.id(n))).toEqual([0, 1, 2]);
  });

  it('takes a forged counter for nothing', () => {
    fc.assert(
      fc.property(fc.integer(), forged => {
        const { reader, buffer } = pair(4);
        new Int32Array(buffer)[0] = forged;
        const count = reader.available();
        expect(count >= 0 && count <= 4).toBe(true);
      }),
    );
  });
});
