import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DMX_HEADER,
  type DmxHeader,
  isSync,
  makeDmx,
  makePoll,
  makeSync,
  OP_DMX,
  OP_POLL,
  OP_POLL_REPLY,
  OP_SYNC,
  opcodeOf,
  readDmx,
  readPoll,
  stampDmx,
} from './codec.ts';
import { makePollReply, type PollReply, readPollReply } from './poll-reply.ts';

const header = (): DmxHeader => ({ sequence: 0, physical: 0, portAddress: 0, count: 0 });
const portAddress = fc.integer({ min: 0, max: 32767 });

describe('ArtDmx', () => {
  it('has the bytes of the specification', () => {
    const packet = makeDmx(0x1234);
    expect(stampDmx(packet, 255)).toBe(1);
    const head = 'Art-Net\0'.split('').map(c => c.charCodeAt(0));
    expect([...packet.subarray(0, 18)]).toEqual([
      ...head,
      ...[0x00, 0x50, 0, 14, 1, 0, 0x34, 0x12, 0x02, 0x00],
    ]);
    expect(packet).toHaveLength(530);
  });
  it('reads what it writes', () => {
    fc.assert(
      fc.property(portAddress, fc.nat(255), (address, last) => {
        const packet = makeDmx(address);
        const sequence = stampDmx(packet, last);
        const read = header();
        expect(opcodeOf(packet)).toBe(OP_DMX);
        expect(readDmx(packet, read)).toBe(true);
        expect(read).toEqual({ sequence, physical: 0, portAddress: address, count: 512 });
      }),
    );
  });
  it('counts 1 to 255 and never 0', () => {
    const packet = makeDmx(0);
    let last = 0;
    const seen = new Set<number>();
    for (let i = 0; i < 600; i++) seen.add((last = stampDmx(packet, last)));
    expect([Math.min(...seen), Math.max(...seen), seen.size]).toEqual([1, 255, 255]);
  });
  it('does not trust the length field', () => {
    const packet = makeDmx(0);
    expect(readDmx(packet.subarray(0, DMX_HEADER + 1), header())).toBe(false);
    expect(readDmx(packet.subarray(0, DMX_HEADER), header())).toBe(false);
    packet[16] = 0;
    packet[17] = 1;
    const read = header();
    expect(readDmx(packet.subarray(0, DMX_HEADER + 1), read)).toBe(true);
    expect(read.count).toBe(1);
    packet[16] = 3;
    expect(readDmx(packet, header())).toBe(false);
  });
});

describe('ArtPoll and ArtSync', () => {
  it('reads its own poll, and the range of a targeted one', () => {
    expect(opcodeOf(makePoll())).toBe(OP_POLL);
    expect(readPoll(makePoll())).toEqual({ onChange: true, bottom: 0, top: 32767 });
    const targeted = makePoll();
    targeted.set([0x22, 0, 0x01, 0x05, 0x00, 0x07], 12);
    expect(readPoll(targeted)).toEqual({ onChange: true, bottom: 7, top: 0x105 });
    expect(readPoll(targeted.subarray(0, 13))).toBeUndefined();
  });
  it('makes a sync of 14 bytes', () => {
    expect(opcodeOf(makeSync())).toBe(OP_SYNC);
    expect(makeSync()).toHaveLength(14);
    expect(isSync(makeSync().subarray(0, 11))).toBe(false);
  });
});

describe('ArtPollReply', () => {
  const text = (most: number) => fc.stringMatching(new RegExp(`^[ -~]{0,${most}}$`));
  const reply: fc.Arbitrary<PollReply> = fc
    .record({
      ip: fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }),
      port: fc.nat(65535),
      shortName: text(17),
      longName: text(63),
      report: text(63),
      high: fc.nat(2047),
      ports: fc.array(
        fc
          .record({ low: fc.nat(15), output: fc.boolean(), input: fc.boolean() })
          .filter(p => p.output || p.input),
        { maxLength: 4 },
      ),
      bindIndex: fc.nat(255),
    })
    .map(({ high, ports, ...rest }) => ({
      ...rest,
      ports: ports.map(({ low, ...port }) => ({ ...port, portAddress: (high << 4) | low })),
    }));
  it('reads what it writes', () => {
    fc.assert(
      fc.property(reply, given => {
        const packet = makePollReply(given);
        expect(opcodeOf(packet)).toBe(OP_POLL_REPLY);
        expect(packet).toHaveLength(239);
        expect(readPollReply(packet)).toEqual(given);
      }),
    );
  });
  it('cuts a name that is too long', () => {
    const long = { ip: [1, 2, 3, 4], port: 1, longName: 'x'.repeat(99), report: '', ports: [], bindIndex: 1 };
    const read = readPollReply(makePollReply({ ...long, shortName: 'y'.repeat(99) }));
    expect(read?.shortName).toHaveLength(17);
    expect(read?.longName).toHaveLength(63);
  });
});

describe('fuzz', () => {
  it('survives 20,000 packets', () => {
    const read = header();
    const samples = [makeDmx(1), makePoll(), makeSync()];
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.nat(2),
        fc.nat(530),
        fc.boolean(),
        (noise, which, cut, wrap) => {
          const packet = wrap ? samples[which]!.slice(0, cut) : noise;
          if (wrap) packet.set(noise.subarray(0, Math.max(0, packet.length - 8)), Math.min(8, packet.length));
          opcodeOf(packet);
          if (readDmx(packet, read)) expect(read.count).toBeLessThanOrEqual(packet.length - DMX_HEADER);
          readPoll(packet);
          readPollReply(packet);
        },
      ),
      { numRuns: 20_000 },
    );
  });
});
