import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePacket } from '../../../shared/osc/encode.ts';
import { Namespace } from './namespace.ts';
import { OscInput } from './osc-input.ts';
import { channel } from './testing/open-view.ts';

function world() {
  const written: (readonly [number, number])[] = [];
  const namespace = new Namespace(
    [channel(0, 'a', 'x', true), channel(7, 'b', '/é', true), channel(2, 'a', 'y')],
    [],
  );
  const input = new OscInput({ namespace, write: values => void written.push(...values) });
  return { input, written, packet: (bytes: Uint8Array) => input.packet(bytes, () => undefined) };
}

const address = fc.constantFrom('/a/x', '/b/é', '/a/y', '/a', '/a/*', '/');
const arg = fc.oneof(
  fc.record({ type: fc.constant('f' as const), value: fc.float() }),
  fc.record({ type: fc.constant('d' as const), value: fc.double() }),
  fc.record({ type: fc.constant('i' as const), value: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }) }),
  fc.record({ type: fc.constant('s' as const), value: fc.string().map(text => text.replaceAll('\0', '')) }),
  fc.record({ type: fc.constantFrom('T' as const, 'F' as const, 'N' as const, 'I' as const) }),
);
const message = fc.record({ address, args: fc.array(arg, { maxLength: 3 }) });
const packets = fc.oneof(
  message.map(encodePacket),
  fc.array(message, { maxLength: 5 }).map(elements => encodePacket({ time: 1n, elements })),
);
/** Sound packets with a few bytes changed, cut or added. */
const damaged = fc
  .tuple(packets, fc.array(fc.tuple(fc.nat(200), fc.nat(255))), fc.nat(200))
  .map(([bytes, edits, cut]) => {
    const copy = Uint8Array.from(bytes);
    for (const [at, value] of edits) copy[at % copy.length] = value;
    return copy.subarray(0, Math.max(1, copy.length - (cut % 16)));
  });

describe('OscInput', () => {
  it('gives values from 0 to 1 to channels that may be written, whatever comes', () => {
    const { packet, written, input } = world();
    const any = fc.oneof(damaged, packets, fc.uint8Array({ maxLength: 100 }));
    fc.assert(
      fc.property(any, bytes => {
        written.length = 0;
        const before = input.counters.written;
        packet(bytes);
        expect(input.counters.written - before).toBe(written.length);
        for (const [index, value] of written) {
          expect([0, 7]).toContain(index);
          expect(value >= 0 && value <= 1).toBe(true);
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('counts what it drops', () => {
    const { packet, input } = world();
    packet(encodePacket({ address: '/a/x', args: [{ type: 'f', value: 2 }] }));
    packet(encodePacket({ address: '/a/y', args: [{ type: 'f', value: 1 }] }));
    packet(encodePacket({ address: '/a/x', args: [{ type: 'N' }] }));
    packet(Uint8Array.of(1));
    expect(input.counters).toEqual({ packets: 4, written: 1, refused: 2, malformed: 1 });
  });

  it('finds addresses that are not of ASCII letters', () => {
    const { packet, written } = world();
    packet(encodePacket({ address: '/b/é', args: [{ type: 'T' }] }));
    expect(written).toEqual([[7, 1]]);
  });
});
