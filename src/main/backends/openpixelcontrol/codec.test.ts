import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { componentName, parseComponent, suggestComponents } from './channels.ts';
import { HEADER, levelAt, makeMessage, MessageReader } from './codec.ts';

interface Read {
  readonly strip: number;
  readonly command: number;
  readonly bytes: number[];
}

function reader() {
  const messages: Read[] = [];
  const parser = new MessageReader((strip, command, data, offset, length) => {
    messages.push({ strip, command, bytes: [...data.subarray(offset, offset + length)] });
  });
  return { messages, parser };
}

describe('channels', () => {
  it('knows a component by its colour and by its number', () => {
    expect(parseComponent('strip1.blue2')).toEqual(parseComponent('strip1.channel6'));
    expect(parseComponent('red1')).toEqual({ strip: 0, index: 0 });
    expect(suggestComponents('strip3.gr', 2).map(channel => channel.label)).toEqual([
      'Strip 3, LED 1 green',
      'Strip 3, LED 2 green',
    ]);
  });
  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.nat(65534), (strip, index) => {
        expect(parseComponent(componentName({ strip, index }))).toEqual({ strip, index });
      }),
    );
  });
  it.each(['', 'strip256.red1', 'red0', 'channel65536', 'pink1', 'strip1.', 'strip.red1', 'red1x'])(
    'refuses %j',
    text => expect(typeof parseComponent(text)).toBe('string'),
  );
});

describe('messages', () => {
  const levels = fc.array(fc.nat(65535), { maxLength: 40 }).map(list => Uint16Array.from(list));
  const message = fc.tuple(fc.nat(255), levels, fc.boolean());

  it('has the bytes of the protocol', () => {
    const given = Uint16Array.of(0x1234, 0xffff);
    expect([...makeMessage(3, given, 2, true)]).toEqual([3, 2, 0, 4, 0x12, 0x34, 0xff, 0xff]);
    expect([...makeMessage(3, given, 2, false)]).toEqual([3, 0, 0, 2, 0x12, 0xff]);
  });
  it('survives any cut of the stream', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 8 }), cuts, (given, sizes) => {
        const { messages, parser } = reader();
        const all = Buffer.concat(
          given.map(([strip, list, wide]) => makeMessage(strip, list, list.length, wide)),
        );
        for (let at = 0, i = 0; at < all.length; i++) {
          const size = sizes[i % sizes.length]!;
          parser.push(all.subarray(at, at + size));
          at += size;
        }
        expect(parser.midMessage).toBe(false);
        expect(messages.map(one => one.strip)).toEqual(given.map(([strip]) => strip));
        messages.forEach(({ bytes }, m) => {
          const [, list, wide] = given[m]!;
          list.forEach((level, i) => {
            const sent = wide ? level : Math.round(level / 257) * 257;
            expect(levelAt(Uint8Array.from(bytes), 0, i, wide)).toBe(sent);
          });
        });
      }),
    );
  });
  it('takes the longest message, in one piece and in many', () => {
    const long = makeMessage(1, new Uint16Array(32767).fill(0xabcd), 32767, true);
    for (const size of [long.length, 1000]) {
      const { messages, parser } = reader();
      for (let at = 0; at < long.length; at += size) parser.push(long.subarray(at, at + size));
      expect(messages.map(one => one.bytes.length)).toEqual([long.length - HEADER]);
    }
  });
  it('survives 20,000 chunks of noise', () => {
    const { parser } = reader();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), noise => parser.push(noise)),
      { numRuns: 20_000 },
    );
  });
});
