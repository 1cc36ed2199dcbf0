import fc from 'fast-check';
import { Packet } from 'sacn';
import { describe, expect, it } from 'vitest';
import { formatCid, parseCid } from './cid.ts';
import {
  cidOf,
  DATA_HEADER,
  emptyHeader,
  groupOf,
  isFrom,
  kindOf,
  makeData,
  makeDiscovery,
  makeSync,
  nameOf,
  readData,
  readDiscovery,
  readSync,
  stampData,
  stampSync,
  TERMINATED,
  terminate,
} from './codec.ts';
import { discoveryPages } from './discovery.ts';

const cid = fc.uint8Array({ minLength: 16, maxLength: 16 });
const universe = fc.integer({ min: 1, max: 63999 });
const name = fc.stringMatching(/^[ -~]{0,63}$/);
const data = fc.record({
  cid,
  name,
  universe,
  priority: fc.nat(200),
  syncAddress: fc.nat(63999),
  options: fc.constantFrom(0, 0x80, 0x40, 0x20, 0xe0),
  startCode: fc.constantFrom(0, 0xdd),
});

describe('data packets', () => {
  it('reads what it writes', () => {
    fc.assert(
      fc.property(data, fc.nat(255), (given, sequence) => {
        const packet = makeData(given);
        stampData(packet, sequence);
        const header = emptyHeader();
        expect(kindOf(packet)).toBe('data');
        expect(readData(packet, header)).toBe(true);
        const { cid: own, name: ownName, ...rest } = given;
        expect(header).toEqual({ ...rest, sequence, count: 512 });
        expect(isFrom(packet, own)).toBe(true);
        expect([cidOf(packet), nameOf(packet)]).toEqual([own, ownName]);
        terminate(packet);
        readData(packet, header);
        expect(header.options & TERMINATED).toBe(TERMINATED);
      }),
    );
  });

  // The library takes priority 0 and an empty name for "not given".
  it('agrees with the sacn library, both ways', () => {
    const levels = fc.uint8Array({ minLength: 512, maxLength: 512 });
    fc.assert(
      fc.property(
        cid,
        name.filter(text => text !== ''),
        universe,
        fc.integer({ min: 1, max: 200 }),
        fc.nat(255),
        levels,
        (own, n, uni, priority, sequence, slots) => {
          const ours = makeData({ cid: own, name: n, universe: uni, priority });
          stampData(ours, sequence);
          ours.set(slots, DATA_HEADER);
          const read = new Packet(Buffer.from(ours));
          expect(read).toMatchObject({ universe: uni, priority, sequence, options: 0, syncUniverse: 0 });
          expect(read.payloadAsBuffer).toEqual(Buffer.from(slots));
          const payload = Object.fromEntries([...slots].map((level, i) => [i + 1, level]));
          const theirs = new Packet({
            universe: uni,
            priority,
            sequence,
            payload,
            sourceName: n,
            cid: Buffer.from(own),
            useRawDmxValues: true,
          }).buffer;
          expect(kindOf(theirs)).toBe('data');
          const header = emptyHeader();
          expect(readData(theirs, header)).toBe(true);
          expect(header).toMatchObject({ universe: uni, priority, sequence, count: 512, startCode: 0 });
          expect(theirs.subarray(DATA_HEADER)).toEqual(Buffer.from(slots));
          expect(Buffer.from(ours).equals(theirs)).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('trusts no length field', () => {
    const packet = makeData({ cid: new Uint8Array(16), name: '', universe: 1, priority: 100 });
    const header = emptyHeader();
    expect(readData(packet.subarray(0, 637), header)).toBe(false);
    for (const [at, value] of [
      [124, 0x02],
      [123, 0x00],
      [17, 0xff],
      [39, 0xff],
      [116, 0xff],
      [108, 201],
      [114, 0],
      [118, 0xa2],
    ] as const) {
      const broken = packet.slice();
      broken[at] = value;
      if (at === 123) broken[124] = 0;
      if (at === 124) broken[123] = 0xff;
      expect(readData(broken, header), `byte ${at}`).toBe(false);
    }
  });

  it('reads short frames', () => {
    const packet = makeData({ cid: new Uint8Array(16), name: '', universe: 1, priority: 100 }).slice(0, 128);
    packet.set([0, 3], 123);
    packet.set([0x70, 112], 16);
    packet.set([0x70, 90], 38);
    packet.set([0x70, 13], 115);
    const header = emptyHeader();
    expect(readData(packet, header)).toBe(true);
    expect(header.count).toBe(2);
  });
});

describe('synchronisation and discovery', () => {
  it('reads its own sync', () => {
    fc.assert(
      fc.property(cid, universe, fc.nat(255), (own, address, sequence) => {
        const packet = makeSync(own, address);
        stampSync(packet, sequence);
        expect([kindOf(packet), readSync(packet), packet.length]).toEqual(['sync', address, 49]);
        expect(packet[44]).toBe(sequence);
        expect(readSync(packet.subarray(0, 48))).toBe(0);
      }),
    );
  });
  it('reads its own discovery', () => {
    const universes = fc.uniqueArray(universe, { maxLength: 512 });
    fc.assert(
      fc.property(cid, name, universes, (own, n, list) => {
        const page = { name: n, page: 0, lastPage: 3, universes: list };
        const packet = makeDiscovery(own, page);
        expect(kindOf(packet)).toBe('discovery');
        expect(readDiscovery(packet)).toEqual(page);
        if (list.length > 0) expect(readDiscovery(packet.subarray(0, packet.length - 1))).toBeUndefined();
      }),
    );
  });
  it('makes pages of 512 universes in rising order', () => {
    const pages = discoveryPages(
      new Uint8Array(16),
      'x',
      Array.from({ length: 1000 }, (_, i) => 1000 - i),
    );
    const read = pages.map(readDiscovery);
    expect(read.map(page => [page?.page, page?.lastPage, page?.universes.length])).toEqual([
      [0, 1, 512],
      [1, 1, 488],
    ]);
    expect(read.flatMap(page => page?.universes)).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1));
    expect(discoveryPages(new Uint8Array(16), 'x', [])).toEqual([]);
  });
  it('knows the group of a universe', () => expect(groupOf(64214)).toBe('239.255.250.214'));
});

describe('identifiers', () => {
  it('reads what it writes, and bytes as MIDIMonster has them', () => {
    fc.assert(fc.property(cid, own => void expect(parseCid(formatCid(own))).toEqual(own)));
    const bytes = Array.from({ length: 16 }, (_, i) => `0x${i.toString(16)}`).join(' ');
    expect(parseCid(bytes)).toEqual(Uint8Array.from({ length: 16 }, (_, i) => i));
    expect(parseCid('0x01 0x02')).toBeUndefined();
    expect(parseCid('nonsense')).toBeUndefined();
  });
});

describe('fuzz', () => {
  it('survives 20,000 packets', () => {
    const own = new Uint8Array(16);
    const samples = [
      makeData({ cid: own, name: 'x', universe: 1, priority: 1 }),
      makeSync(own, 1),
      makeDiscovery(own, { name: '', page: 0, lastPage: 0, universes: [1, 2, 3] }),
    ];
    const header = emptyHeader();
    const flips = fc.array(fc.tuple(fc.nat(140), fc.nat(255)), { maxLength: 4 });
    fc.assert(
      fc.property(
        fc.nat(3),
        fc.nat(638),
        flips,
        fc.uint8Array({ maxLength: 130 }),
        (which, cut, flip, noise) => {
          const packet = samples[which]?.slice(0, cut) ?? noise;
          for (const [at, value] of flip) if (at < packet.length) packet[at] = value;
          kindOf(packet);
          if (readData(packet, header)) expect(header.count).toBeLessThanOrEqual(packet.length - DATA_HEADER);
          readSync(packet);
          readDiscovery(packet);
        },
      ),
      { numRuns: 20_000 },
    );
  });
});
