import fc from 'fast-check';
import { fromBuffer, toBuffer } from 'osc-min';
import { describe, expect, it } from 'vitest';
import { MAX_BUNDLE_DEPTH, OscReader } from './decode.ts';
import { encodePacket, type OscArgument, type OscMessage, type OscPacket } from './encode.ts';
import { decodeMessages } from './testing/messages.ts';

const word = fc.stringMatching(/^[a-zA-Z0-9_:#-]{1,12}$/);
const address = fc.array(word, { minLength: 1, maxLength: 4 }).map(parts => `/${parts.join('/')}`);
const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter(one => !one.includes('\0'));
const bytes = (max: number) => fc.uint8Array({ maxLength: max });
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const uint32 = fc.nat(2 ** 32 - 1);

const plain: fc.Arbitrary<OscArgument> = fc.oneof(
  fc.record({ type: fc.constant('i' as const), value: int32 }),
  fc.record({ type: fc.constant('f' as const), value: fc.float({ noNaN: true }) }),
  fc.record({ type: fc.constant('d' as const), value: fc.double({ noNaN: true }) }),
  fc.record({ type: fc.constantFrom('c' as const, 'r' as const), value: uint32 }),
  fc.record({ type: fc.constant('h' as const), value: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n) }),
  fc.record({ type: fc.constant('t' as const), value: fc.bigInt(0n, 2n ** 64n - 1n) }),
  fc.record({ type: fc.constantFrom('s' as const, 'S' as const), value: text }),
  fc.record({ type: fc.constant('b' as const), value: bytes(20) }),
  fc.record({ type: fc.constant('m' as const), value: fc.uint8Array({ minLength: 4, maxLength: 4 }) }),
  fc.record({ type: fc.constantFrom('T' as const, 'F' as const, 'N' as const, 'I' as const) }),
);
const argument: fc.Arbitrary<OscArgument> = fc.oneof(
  { weight: 5, arbitrary: plain },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('[' as const), items: fc.array(plain, { maxLength: 4 }) }),
  },
);
const message: fc.Arbitrary<OscMessage> = fc.record({ address, args: fc.array(argument, { maxLength: 6 }) });
const { packet } = fc.letrec<{ packet: OscPacket }>(tie => ({
  packet: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    message,
    fc.record({ time: fc.bigInt(0n, 2n ** 63n), elements: fc.array(tie('packet'), { maxLength: 4 }) }),
  ),
}));

function flat(one: OscPacket): OscMessage[] {
  return 'address' in one ? [one] : one.elements.flatMap(flat);
}

describe('what is encoded', () => {
  it('is decoded to the same, with every type, arrays and nested bundles', () => {
    fc.assert(
      fc.property(packet, one => {
        expect(decodeMessages(encodePacket(one))).toEqual(flat(one));
      }),
      { numRuns: 500 },
    );
  });

  it('is what an independent library reads and writes', () => {
    const args: OscArgument[] = [
      { type: 'i', value: -5 },
      { type: 'f', value: 0.25 },
      { type: 'd', value: 1 / 3 },
      { type: 's', value: 'hello' },
      { type: 'b', value: Uint8Array.of(1, 2, 3) },
      { type: 'T' },
      { type: 'F' },
      { type: 'N' },
      { type: 'I' },
      { type: '[', items: [{ type: 'i', value: 7 }] },
    ];
    const ours = encodePacket({ address: '/a/b', args });
    const theirs = fromBuffer(ours) as { address: string; args: { type: string; value?: unknown }[] };
    expect(theirs.address).toBe('/a/b');
    expect(theirs.args.map(arg => arg.type)).toEqual(
      'integer float double string blob true false null bang array'.split(' '),
    );
    expect(theirs.args.slice(0, 4).map(arg => arg.value)).toEqual([-5, 0.25, 1 / 3, 'hello']);
    const again = toBuffer(theirs as never);
    expect(new Uint8Array(again.buffer, again.byteOffset, again.byteLength)).toEqual(ours);
  });

  it('agrees with the library on random messages of numbers and text, in bundles too', () => {
    const simple = fc.oneof(
      fc.record({ type: fc.constant('i' as const), value: int32 }),
      fc.record({ type: fc.constant('f' as const), value: fc.float({ noNaN: true }) }),
      fc.record({ type: fc.constant('s' as const), value: fc.stringMatching(/^[a-z]{0,9}$/) }),
    );
    const names = { i: 'integer', f: 'float', s: 'string' } as const;
    fc.assert(
      fc.property(address, fc.array(simple, { maxLength: 5 }), (path, args) => {
        const one = { address: path, args: args.map(arg => ({ type: names[arg.type], value: arg.value })) };
        const view = toBuffer({ timetag: new Date(), elements: [one as never] } as never);
        const theirs = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
        expect(decodeMessages(theirs)).toEqual([{ address: path, args }]);
      }),
    );
  });
});

describe('a malformed packet', () => {
  const refused = (packet: Uint8Array | string) =>
    decodeMessages(typeof packet === 'string' ? Buffer.from(packet, 'latin1') : packet) === undefined;
  const good = encodePacket({
    address: '/x/y',
    args: [
      { type: 's', value: 'abc' },
      { type: 'i', value: 1 },
      { type: 'b', value: new Uint8Array(5) },
    ],
  });

  it('is refused at every length shorter than it should be', () => {
    for (let length = 0; length < good.length; length++) {
      // Cut right behind the address, it is a whole message without arguments.
      if (length !== 8) expect(refused(good.slice(0, length)), `length ${length}`).toBe(true);
    }
  });
  it.each([
    ['no slash', 'abc\0,\0\0\0'],
    ['an address without end', '/abc'],
    ['no comma', '/ab\0fi\0\0'],
    ['tags without end', '/ab\0,iii'],
    ['less data than tags', '/ab\0,ii\0\0\0\0\0'],
    ['more data than tags', '/ab\0,i\0\0\0\0\0\0\0\0\0\0'],
    ['an unknown tag', '/ab\0,q\0\0'],
    ['an array not closed', '/ab\0,[T\0'],
    ['an array not opened', '/ab\0,T]\0'],
    ['a blob longer than the packet', '/ab\0,b\0\0\0\0\0\x05abcd'],
    ['a blob of negative length', '/ab\0,b\0\0\xff\xff\xff\xffabcd'],
    ['a string without end', '/ab\0,s\0\0abcd'],
    ['a bundle cut short', '#bundle\0\0\0\0\0'],
    ['a bundle of another name', '#bungle\0\0\0\0\0\0\0\0\0'],
    ['an element longer than its bundle', '#bundle\0\0\0\0\0\0\0\0\x01\0\0\0\x0c/a\0\0,\0\0\0'],
    ['an element of no length', '#bundle\0\0\0\0\0\0\0\0\x01\0\0\0\0'],
    ['an element of negative length', '#bundle\0\0\0\0\0\0\0\0\x01\xff\xff\xff\xfc/a\0\0'],
    ['an element of odd length', '#bundle\0\0\0\0\0\0\0\0\x01\0\0\0\x06/a\0\0,\0\0\0'],
  ])('is refused: %s', (_, packet) => expect(refused(packet)).toBe(true));

  it('gives nothing of a bundle whose last element is broken', () => {
    const bundle = encodePacket({ time: 1n, elements: [{ address: '/ok', args: [] }] });
    const broken = Buffer.concat([bundle, Buffer.from('\0\0\0\x04/abc', 'latin1')]);
    let calls = 0;
    expect(new OscReader().read(broken, () => calls++)).toBe(false);
    expect(calls).toBe(0);
  });
  it('is refused when bundles are nested too deeply, and only then', () => {
    const nested = (depth: number) => {
      let bytes: Uint8Array = encodePacket({ address: '/a', args: [] });
      for (let i = 0; i < depth; i++) {
        const head = Buffer.from('#bundle\0\0\0\0\0\0\0\0\x01\0\0\0\0', 'latin1');
        head.writeInt32BE(bytes.length, 16);
        bytes = Buffer.concat([head, bytes]);
      }
      return bytes;
    };
    expect(refused(nested(MAX_BUNDLE_DEPTH))).toBe(false);
    expect(refused(nested(MAX_BUNDLE_DEPTH + 1))).toBe(true);
    expect(refused(nested(2500))).toBe(true);
  });
  it('is told from a sound one in any bytes at all, without throwing', () => {
    const reader = new OscReader();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), noise => {
        for (const head of ['', '/ab\0,', '#bundle\0\0\0\0\0\0\0\0\x01']) {
          const packet = Buffer.concat([Buffer.from(head, 'latin1'), noise]);
          expect(typeof reader.read(packet, () => undefined)).toBe('boolean');
        }
      }),
      { numRuns: 20_000 },
    );
  });
  it('is told also when it is a sound one with one byte changed', () => {
    fc.assert(
      fc.property(packet, fc.nat(), fc.nat(255), (one, at, byte) => {
        const encoded = encodePacket(one);
        if (encoded.length > 0) encoded[at % encoded.length] = byte;
        decodeMessages(encoded);
      }),
      { numRuns: 2000 },
    );
  });
});
