import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOfKey, formatMidiChannel, type MidiAddress, midiKey } from './address.ts';
import { MidiDecoder } from './decoder.ts';
import { encodeMidi, type EncoderSettings } from './encoder.ts';
import { Kind, kindInfo } from './kinds.ts';
import { MidiStreamParser } from './stream-parser.ts';
import { frameNumber, timeOfFraction } from './time-code.ts';

const HOW: EncoderSettings = { epnTx: 'full', mtcRate: 1 };

/** A decoder that notes down what it says, fed by bytes. */
function listener() {
  const said: { channel: string; value: number; reading: boolean }[] = [];
  const turned: number[][] = [];
  let now = 0;
  const say = (reading: boolean) => (key: number, value: number) =>
    void said.push({ channel: formatMidiChannel(addressOfKey(key)), value, reading });
  const decoder = new MidiDecoder(
    {
      value: say(false),
      reading: say(true),
      encoder: (...args) => turned.push(args),
      decodedSysex: () => undefined,
    },
    () => now,
  );
  const parser = new MidiStreamParser(decoder);
  const feed = (...bytes: number[]) => parser.feed(Uint8Array.from(bytes));
  const tick = (ms: number) => {
    now += ms;
    feed(0xf8);
  };
  const last = (channel: string) => said.findLast(one => one.channel === channel)?.value;
  const values = (channel: string) => said.filter(one => one.channel === channel).map(one => one.value);
  return { said, turned, decoder, feed, tick, last, values };
}

function bytesOf(address: MidiAddress, value: number, how = HOW): number[] {
  const bytes: number[] = [];
  encodeMidi(
    address,
    value,
    {
      short: (length, ...message) => bytes.push(...message.slice(0, length)),
      sysex: given => bytes.push(...given),
    },
    how,
  );
  return bytes;
}

describe('encode and decode', () => {
  const kinds = [Kind.note, Kind.noteoff, Kind.cc, Kind.hires, Kind.pressure, Kind.aftertouch, Kind.pitch];
  const more = [Kind.program, Kind.rpn, Kind.nrpn, Kind.songpos, Kind.song];
  const address = fc
    .record({ kind: fc.constantFrom(...kinds, ...more), channel: fc.nat(15), index: fc.nat(16_382) })
    .map(({ kind, channel, index }) => {
      const info = kindInfo(kind);
      return { kind, channel: info.perChannel ? channel : 0, index: index % ((info.index ?? 0) + 1) };
    })
    // Controllers that belong to parameter numbers are no controls of their own.
    .filter(({ kind, index }) => kind !== Kind.cc || index < 96 || index > 101);

  it('agree on every kind, whatever the settings', () => {
    const epnTx = fc.constantFrom('full' as const, 'short' as const);
    fc.assert(
      fc.property(address, fc.double({ min: 0, max: 1, noNaN: true }), epnTx, (given, value, tx) => {
        const ear = listener();
        ear.feed(...bytesOf(given, value, { ...HOW, epnTx: tx }));
        ear.decoder.settle();
        const max = kindInfo(given.kind).max;
        const got = ear.last(formatMidiChannel(given)) ?? NaN;
        expect(Math.abs(got - value)).toBeLessThanOrEqual(0.5 / max + 1e-12);
        expect(bytesOf(given, got)).toEqual(bytesOf(given, value));
      }),
      { numRuns: 2000 },
    );
  });
  it('send triggers on any value above 0 only', () => {
    for (const kind of [Kind.start, Kind.stop, Kind.continue, Kind.clock, Kind.reset]) {
      expect(bytesOf({ kind, channel: 0, index: 0 }, 0)).toEqual([]);
      expect(bytesOf({ kind, channel: 0, index: 0 }, 0.1)).toHaveLength(1);
    }
  });
  it('agree on time code', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(3), (value, mtcRate) => {
        const ear = listener();
        ear.feed(...bytesOf({ kind: Kind.mtc, channel: 0, index: 0 }, value, { ...HOW, mtcRate }));
        const frames = frameNumber(timeOfFraction(1, mtcRate)) + 1;
        expect(Math.abs((ear.last('mtc') ?? NaN) - value)).toBeLessThanOrEqual(1 / frames + 1e-12);
      }),
    );
  });
});

describe('MidiDecoder', () => {
  it('tells the release velocity', () => {
    const ear = listener();
    ear.feed(0x90, 60, 100, 0x80, 60, 127, 0x90, 60, 0);
    expect(ear.values('ch0.note60')).toEqual([100 / 127, 0, 0]);
    expect(ear.values('ch0.noteoff60')).toEqual([1, 64 / 127]);
  });
  it('reads 7-bit parameter numbers as a full scale', () => {
    const ear = listener();
    ear.feed(0xb0, 99, 10, 98, 3, 6, 127, 6, 64);
    ear.decoder.settle();
    expect(ear.values('ch0.nrpn1283')).toEqual([1, 64 / 127]);
  });
  it('reads 14-bit parameter numbers once, without a step between', () => {
    const ear = listener();
    ear.feed(0xb2, 101, 0, 100, 1, 6, 127, 38, 127, 6, 64, 38, 0);
    ear.decoder.settle();
    expect(ear.values('ch2.rpn1')).toEqual([1, 8192 / 16_383]);
  });
  it('steps a parameter by data increment and decrement', () => {
    const ear = listener();
    ear.feed(0xb0, 99, 0, 98, 5, 6, 1, 38, 0, 96, 0, 97, 0, 97, 0);
    expect(ear.values('ch0.nrpn5').map(v => Math.round(v * 16_383))).toEqual([128, 129, 128, 127]);
  });
  it('ignores data entry while no parameter is selected', () => {
    const ear = listener();
    ear.feed(0xb0, 101, 127, 100, 127, 6, 64);
    ear.decoder.settle();
    expect(ear.last('ch0.cc6')).toBe(64 / 127);
    expect(ear.said.filter(one => one.channel.includes('rpn'))).toEqual([]);
  });
  it('keeps the controllers of parameter numbers from firing where the patch uses parameters', () => {
    const ear = listener();
    ear.decoder.parameterChannels = 1;
    ear.feed(0xb0, 99, 1, 98, 2, 6, 3, 38, 4, 0xb1, 99, 1);
    expect(ear.said.map(one => one.channel)).toEqual(['ch0.nrpn130', 'ch0.hires6', 'ch1.cc99']);
    expect(ear.said.at(-1)?.reading).toBe(true);
  });
  it('reads a pair of controllers as one value, and one alone at full scale', () => {
    const ear = listener();
    ear.feed(0xb0, 7, 127, 39, 127, 7, 64, 39, 1);
    expect(ear.values('ch0.hires7')).toEqual([1, (64 * 128 + 1) / 16_383]);
    ear.feed(0xb1, 7, 127, 0x91, 1, 1);
    expect(ear.values('ch1.hires7')).toEqual([1]);
  });
  it('hands every control to encoders', () => {
    const ear = listener();
    ear.feed(0xb3, 16, 127);
    expect(ear.turned).toEqual([[3, 16, 127]]);
  });
  it('counts beats and measures the tempo', () => {
    const ear = listener();
    ear.feed(0xfa);
    for (let i = 0; i < 49; i++) ear.tick(20);
    expect(ear.values('beat')).toHaveLength(3);
    expect((ear.last('tempo') ?? 0) * 300).toBeCloseTo(125, 9);
    expect(ear.values('start')).toEqual([1]);
  });
});

describe('fuzz', () => {
  it('20,000 random pieces neither throw nor give a value outside 0..1', () => {
    const ear = listener();
    let seed = 1;
    const random = () => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) / 0x80000000;
    for (let i = 0; i < 20_000; i++) {
      const length = Math.floor(random() * 12);
      ear.feed(...Array.from({ length }, () => Math.floor(random() * 256)));
      if (i % 50 === 0) ear.decoder.settle();
    }
    ear.decoder.settle();
    expect(ear.said.length).toBeGreaterThan(1000);
    expect(ear.said.filter(one => !(one.value >= 0 && one.value <= 1))).toEqual([]);
    expect(ear.decoder.pending).toBe(false);
    expect(midiKey(Kind.sysex, 15, 16_383)).toBeLessThan(2 ** 24);
  });
});
