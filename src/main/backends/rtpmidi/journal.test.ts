import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPlainControl, MidiHistory } from './channel-history.ts';
import { mendByJournal } from './journal-reader.ts';
import { JournalWriter } from './journal-writer.ts';

type Message = readonly [status: number, data1: number, data2: number];
const data = fc.nat(127);
const controller = data.filter(isPlainControl);
const message: fc.Arbitrary<Message> = fc.oneof(
  fc.tuple(fc.integer({ min: 0x80, max: 0x9f }), data, data),
  fc.tuple(fc.integer({ min: 0xa0, max: 0xaf }), data, data),
  fc.tuple(fc.integer({ min: 0xb0, max: 0xbf }), controller, data),
  fc.tuple(fc.integer({ min: 0xc0, max: 0xdf }), data, fc.constant(0)),
  fc.tuple(fc.integer({ min: 0xe0, max: 0xef }), data, data),
);

/** What sounds and stands, without the packet numbers. */
function stateOf(history: MidiHistory) {
  return Array.from({ length: 16 }, (_, number) => {
    const channel = history.channels[number];
    return {
      program: channel?.program ?? -1,
      pitch: channel?.pitch ?? -1,
      pressure: channel?.pressure ?? -1,
      controls: [...(channel?.controls ?? new Int16Array(128).fill(-1))],
      keys: [...(channel?.keys ?? new Int16Array(128).fill(-1))],
      sounding: [...(channel?.notes ?? [])].flatMap((velocity, note) => (velocity > 0 ? [note] : [])),
    };
  });
}

describe('the recovery journal', () => {
  it('brings a receiver that lost any packets to the state of the sender', () => {
    const packets = fc.array(fc.tuple(fc.array(message, { maxLength: 8 }), fc.boolean()), { maxLength: 20 });
    fc.assert(
      fc.property(packets, given => {
        const sent = new MidiHistory();
        const heard = new MidiHistory();
        const writer = new JournalWriter(20_000);
        for (const [packet, [messages, lost]] of given.entries()) {
          const journal = Uint8Array.from(writer.write(sent, 0, packet));
          for (const one of messages) sent.take(...one, packet);
          if (lost) continue;
          if (journal.length > 0) {
            expect(mendByJournal(journal, 0, heard, (...one) => heard.take(...one, 0))).toBe(true);
          }
          for (const one of messages) heard.take(...one, 0);
        }
        const end = writer.write(sent, 0, given.length);
        if (end.length > 0) mendByJournal(end, 0, heard, (...one) => heard.take(...one, 0));
        expect(stateOf(heard)).toEqual(stateOf(sent));
      }),
      { numRuns: 100 },
    );
  });
  it('has the layout of RFC 6295', () => {
    const history = new MidiHistory();
    history.take(0xc2, 5, 0, 9);
    history.take(0xb2, 7, 100, 9);
    history.take(0x92, 60, 64, 9);
    history.take(0x82, 61, 64, 9);
    // Header: S=0 A=1 one channel, checkpoint 9. Channel 2: length 3+3+3+5, P C N.
    const journal = new JournalWriter(600).write(history, 9, 10);
    expect([...journal]).toEqual([
      ...[0x20, 0, 9],
      ...[0x10, 14, 0xc8],
      ...[5, 0, 0],
      ...[0, 7, 100],
      ...[0x01, 0x77, 60, 0xc0, 0x04],
    ]);
  });
  it('says what can be skipped after a single loss', () => {
    const history = new MidiHistory();
    history.take(0xb0, 7, 1, 3);
    expect([...new JournalWriter(600).write(history, 3, 9)]).toEqual([
      0xa0, 0, 3, 0x80, 6, 0x40, 0x80, 0x87, 1,
    ]);
  });
  it('can tell 127 and 128 notes at once', () => {
    for (const count of [126, 127, 128]) {
      const history = new MidiHistory();
      for (let note = 0; note < count; note++) history.take(0x90, note, 1, 1);
      const journal = new JournalWriter(600).write(history, 1, 2);
      const heard = new MidiHistory();
      expect(mendByJournal(journal, 0, heard, (...one) => heard.take(...one, 0))).toBe(true);
      expect(stateOf(heard)).toEqual(stateOf(history));
    }
  });
  it('covers fewer packets rather than being too long', () => {
    const history = new MidiHistory();
    for (let packet = 0; packet < 100; packet++) history.take(0xb0 | (packet & 15), packet % 90, 1, packet);
    const journal = new JournalWriter(60).write(history, 0, 100);
    expect(journal.length).toBeGreaterThan(0);
    expect(journal.length).toBeLessThanOrEqual(60);
    expect((journal[1] ?? 0) * 256 + (journal[2] ?? 0)).toBeGreaterThan(80);
  });
  it('is skipped over where it has chapters that are not read', () => {
    // System journal of 3 octets; channel 0 with chapters M (2 octets), E (1 log) and T.
    const journal = [0x60, 0, 1, 0x00, 3, 0, 0x00, 9, 0x26, 0, 2, 0x00, 60, 1, 99];
    const said: number[][] = [];
    expect(mendByJournal(Uint8Array.from(journal), 0, new MidiHistory(), (...one) => said.push(one))).toBe(
      true,
    );
    expect(said).toEqual([[0xd0, 99, 0]]);
  });
  it('survives 20,000 random and damaged journals', () => {
    let seed = 3;
    const random = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) % below;
    const history = new MidiHistory();
    for (let i = 0; i < 300; i++) history.take(0x80 | random(0x70), random(128), random(128), 1);
    const good = Uint8Array.from(new JournalWriter(20_000).write(history, 1, 2));
    const heard = new MidiHistory();
    const mend = (status: number, data1: number, data2: number) => {
      expect(status >= 0x80 && status < 0xf0 && data1 < 128 && data2 < 128).toBe(true);
    };
    for (let i = 0; i < 20_000; i++) {
      const bytes =
        i % 2 === 0
          ? Uint8Array.from({ length: random(40) }, () => random(256))
          : good.slice(0, random(good.length));
      if (bytes.length > 8) bytes[random(8)] = random(256);
      mendByJournal(bytes, 0, heard, mend);
    }
  });
});
