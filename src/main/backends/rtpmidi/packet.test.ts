import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommand, type SessionCommand, writeCommand } from './apple.ts';
import { MidiListWriter, readMidiList, type SysexPart } from './midi-list.ts';
import { parsePacket, writePacket } from './rtp.ts';

const u32 = fc.integer({ min: 0, max: 0xffffffff });
const data = fc.nat(127);

function listOf(bytes: Uint8Array, first = false) {
  const said: (number | string | number[])[][] = [];
  const sound = readMidiList(bytes, 0, bytes.length, first, {
    short: (...message) => said.push(message),
    sysexPart: (part, part_) => said.push([part, [...part_]]),
  });
  return { said, sound };
}

describe('MIDI lists', () => {
  it('are read as they were written', () => {
    const short = fc
      .tuple(fc.integer({ min: 0x80, max: 0xef }), data, data)
      .map(([status, a, b]) => [status, a, status >= 0xc0 && status < 0xe0 ? 0 : b] as const);
    fc.assert(
      fc.property(fc.array(short, { maxLength: 100 }), messages => {
        const writer = new MidiListWriter(700);
        for (const [status, a, b] of messages) {
          expect(writer.short(status >= 0xc0 && status < 0xe0 ? 2 : 3, status, a, b)).toBe(true);
        }
        expect(listOf(writer.bytes.subarray(0, writer.length))).toEqual({
          said: messages.map(message => [...message]),
          sound: true,
        });
      }),
    );
  });
  it('know running status, delta times of one to four octets and SysEx segments', () => {
    const bytes = [0x90, 60, 1, 0x00, 61, 2, 0x81, 0x80, 0x80, 0x01, 0xf8, 0x05, 62, 3];
    expect(listOf(Uint8Array.from(bytes)).said).toEqual([
      [0x90, 60, 1],
      [0x90, 61, 2],
      [0xf8, 0, 0],
      [0x90, 62, 3],
    ]);
    const parts: [number[], SysexPart][] = [
      [[0xf0, 1, 0xf7], 'whole'],
      [[0xf0, 1, 0xf0], 'first'],
      [[0xf7, 1, 0xf0], 'middle'],
      [[0xf7, 1, 0xf7], 'last'],
      [[0xf7, 1, 0xf4], 'cancel'],
    ];
    for (const [given, part] of parts) expect(listOf(Uint8Array.from(given)).said).toEqual([[part, [1]]]);
    expect(listOf(Uint8Array.of(5, 0x90, 60, 1), true).said).toEqual([[0x90, 60, 1]]);
  });
  it.each([
    ['a command cut off', [0x90, 60]],
    ['data without a status', [60, 1]],
    ['running status over a system message', [0x90, 1, 1, 0, 0xf3, 1, 0, 60, 1]],
    ['a SysEx without an end', [0xf0, 1, 2]],
    ['a delta time of five octets', [0x90, 1, 1, 0x80, 0x80, 0x80, 0x80, 0]],
    ['a status within a command', [0x90, 0x91, 1]],
  ])('refuse %s', (_name, bytes) => expect(listOf(Uint8Array.from(bytes)).sound).toBe(false));
});

describe('packets', () => {
  it('are read as they were written', () => {
    const list = fc.uint8Array({ maxLength: 4095 });
    const header = fc.record({ sequence: fc.nat(0xffff), timestamp: u32, ssrc: u32 });
    fc.assert(
      fc.property(header, list, fc.uint8Array({ maxLength: 50 }), (head, bytes, journal) => {
        const to = new Uint8Array(5000);
        const packet = to.subarray(0, writePacket(to, head, bytes, journal));
        const parsed = parsePacket(packet);
        expect(parsed).toMatchObject(head);
        expect(packet.subarray(parsed?.listStart, parsed?.listEnd)).toEqual(bytes);
        if (journal.length === 0) expect(parsed?.journalStart).toBe(-1);
        else expect(packet.subarray(parsed?.journalStart)).toEqual(journal);
      }),
    );
  });
  it('are read with contributing sources, a header extension and the marker bit', () => {
    const packet = [
      0x91, 0xe1, 0, 9, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 1, 9, 9, 9, 9, 3, 0x90, 60, 1,
    ];
    expect(parsePacket(Uint8Array.from(packet))).toMatchObject({
      sequence: 9,
      ssrc: 2,
      listStart: 25,
      listEnd: 28,
    });
  });
  it('are refused when they are cut off or something else', () => {
    const to = new Uint8Array(100);
    const length = writePacket(
      to,
      { sequence: 1, timestamp: 2, ssrc: 3 },
      Uint8Array.of(0x90, 60, 1),
      new Uint8Array(),
    );
    for (let cut = 0; cut < length; cut++) expect(parsePacket(to.subarray(0, cut))).toBeUndefined();
    to[1] = 0x60;
    expect(parsePacket(to.subarray(0, length))).toBeUndefined();
  });
});

describe('session commands', () => {
  const name = fc.string({ unit: fc.constantFrom(...'abc äöü–♪'), maxLength: 40 });
  const big = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  const command: fc.Arbitrary<SessionCommand> = fc.oneof(
    fc.record({ type: fc.constantFrom('IN', 'OK', 'NO'), token: u32, ssrc: u32, name }),
    fc.record({ type: fc.constant('BY' as const), token: u32, ssrc: u32, name: fc.constant('') }),
    fc.record({
      type: fc.constant('CK' as const),
      ssrc: u32,
      count: fc.nat(2),
      times: fc.tuple(big, big, big),
    }),
    fc.record({ type: fc.constant('RS' as const), ssrc: u32, sequence: fc.nat(0xffff) }),
  );
  it('are read as they were written', () => {
    fc.assert(
      fc.property(command, given => {
        expect(parseCommand(writeCommand(given))).toEqual(given);
      }),
    );
  });
  it('look on the wire as AppleMIDI wants them', () => {
    const bytes = writeCommand({ type: 'IN', token: 0x01020304, ssrc: 0x05060708, name: 'ab' });
    expect(Buffer.from(bytes).toString('hex')).toBe('ffff494e000000020102030405060708616200');
    expect(writeCommand({ type: 'CK', ssrc: 1, count: 0, times: [1n, 0n, 0n] })).toHaveLength(36);
  });
  it('never throw on any bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 60 });
    fc.assert(
      fc.property(bytes, fc.constantFrom('IN', 'OK', 'CK', 'RS', 'BY', 'XX'), (rest, type) => {
        parseCommand(Uint8Array.of(0xff, 0xff, type.charCodeAt(0), type.charCodeAt(1), ...rest));
        parseCommand(rest);
      }),
    );
  });
});
