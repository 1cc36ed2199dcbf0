import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataLength, MidiStreamParser, SYSEX_LIMIT } from './stream-parser.ts';

function collector() {
  const messages: number[][] = [];
  const parser = new MidiStreamParser({
    short: (status, data1, data2) => messages.push([status, data1, data2].slice(0, dataLength(status) + 1)),
    sysex: bytes => messages.push([...bytes]),
  });
  return { messages, parser };
}
const parse = (...bytes: number[]) => {
  const { messages, parser } = collector();
  parser.feed(Uint8Array.from(bytes));
  return { messages, malformed: parser.malformed };
};

const data = fc.nat(127);
const voice = fc
  .tuple(fc.integer({ min: 0x80, max: 0xef }), data, data)
  .map(message => message.slice(0, dataLength(message[0]) + 1));
const common = fc.constantFrom([0xf1, 0x35], [0xf2, 1, 2], [0xf3, 4], [0xf6]);
const sysex = fc.array(data, { maxLength: 600 }).map(bytes => [0xf0, ...bytes, 0xf7]);
const message = fc.oneof({ weight: 4, arbitrary: voice }, common, sysex);

describe('MidiStreamParser', () => {
  it('follows running status, also over real-time bytes', () => {
    expect(parse(0x90, 60, 1, 61, 0xf8, 2, 62, 3).messages).toEqual([
      [0x90, 60, 1],
      [0xf8],
      [0x90, 61, 2],
      [0x90, 62, 3],
    ]);
  });
  it('ends running status at a system common message', () => {
    expect(parse(0x90, 60, 1, 0xf3, 5, 61, 2)).toEqual({
      messages: [
        [0x90, 60, 1],
        [0xf3, 5],
      ],
      malformed: 2,
    });
  });
  it('lets real-time bytes through inside a SysEx', () => {
    expect(parse(0xf0, 1, 0xfa, 2, 0xf7).messages).toEqual([[0xfa], [0xf0, 1, 2, 0xf7]]);
  });
  it('drops a SysEx that another status cuts off', () => {
    expect(parse(0xf0, 1, 2, 0x90, 60, 1)).toEqual({ messages: [[0x90, 60, 1]], malformed: 1 });
  });
  it('drops a SysEx that never ends', () => {
    const { messages, parser } = collector();
    parser.feed(Uint8Array.of(0xf0));
    const chunk = new Uint8Array(1 << 16);
    for (let fed = 0; fed <= SYSEX_LIMIT; fed += chunk.length) parser.feed(chunk);
    parser.feed(Uint8Array.of(0xf7, 0x90, 1, 1));
    expect(messages).toEqual([[0x90, 1, 1]]);
    expect(parser.malformed).toBeGreaterThan(0);
  });
  it('reads what was written, however it is cut, with running status and real-time bytes strewn in', () => {
    const cuts = fc.array(fc.nat(20), { minLength: 1 });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 30 }), cuts, fc.boolean(), (messages, sizes, running) => {
        const bytes: number[] = [];
        let status = 0;
        for (const one of messages) {
          const skip = running && one[0] === status && status < 0xf0;
          bytes.push(...one.slice(skip ? 1 : 0));
          status = one[0] ?? 0;
        }
        const clocks = bytes.flatMap((byte, i) => (i % 7 === 3 ? [0xf8, byte] : [byte]));
        const got = collector();
        let at = 0;
        for (let i = 0; at < clocks.length; i++) {
          const size = (sizes[i % sizes.length] ?? 0) + 1;
          got.parser.feed(Uint8Array.from(clocks), at, at + size);
          at += size;
        }
        expect(got.messages.filter(one => one[0] !== 0xf8)).toEqual(messages);
        expect(got.parser.malformed).toBe(0);
      }),
    );
  });
});
