import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteTable } from './byte-table.ts';
import { hashBytes } from './decode.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('ByteTable', () => {
  it('finds what was put in, wherever it lies, and nothing else', () => {
    const keys = fc.uniqueArray(fc.string({ maxLength: 12 }), { maxLength: 200 });
    fc.assert(
      fc.property(
        keys,
        fc.string({ maxLength: 12 }),
        fc.integer({ min: 0, max: 9 }),
        (names, other, shift) => {
          const table = new ByteTable();
          names.forEach((name, i) =>
            table.add(bytes(name), hashBytes(bytes(name), 0, bytes(name).length), i),
          );
          const find = (name: string) => {
            const packet = new Uint8Array([...new Uint8Array(shift), ...bytes(name), 1, 2]);
            const end = packet.length - 2;
            return table.find(packet, shift, end, hashBytes(packet, shift, end));
          };
          expect(names.map(find)).toEqual(names.map((_, i) => i));
          expect(find(other)).toBe(names.indexOf(other));
        },
      ),
      { numRuns: 200 },
    );
  });
  it('tells keys of the same hash apart', () => {
    const table = new ByteTable();
    for (let i = 0; i < 100; i++) table.add(bytes(`k${i}`), 7, i);
    expect(table.find(bytes('k99'), 0, 3, 7)).toBe(99);
    expect(table.find(bytes('kx'), 0, 2, 7)).toBe(-1);
    expect(table.size).toBe(100);
  });
});
