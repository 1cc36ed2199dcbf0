import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOfKey, formatMidiChannel, midiKey, parseMidiChannel } from './address.ts';
import { midiChannelInfo, noteName, requireMidiChannel, suggestMidiChannels } from './channels.ts';
import { Kind, KINDS } from './kinds.ts';

const canonical = (text: string) => {
  const result = parseMidiChannel(text);
  return result.ok ? formatMidiChannel(result.address) : result.reason;
};

describe('MIDI channel names', () => {
  it.each([
    ['ch0.cc7', 'ch0.cc7'],
    ['channel15.note127', 'ch15.note127'],
    ['ch3.nrpn16383', 'ch3.nrpn16383'],
    ['ch0.rel16:offset', 'ch0.rel16:offset'],
    ['ch09.pitch', 'ch9.pitch'],
    ['mtc', 'mtc'],
    ['sysex.my-level', 'sysex.my-level'],
  ])('reads %s', (text, name) => expect(canonical(text)).toBe(name));

  it.each([
    ['ch16.cc1', '0 to 15'],
    ['ch0.cc128', '0 to 127'],
    ['ch0.hires32', '0 to 31'],
    ['ch0.rpn16384', '0 to 16383'],
    ['ch0.pitch3', 'no number'],
    ['ch0.note', 'needs a number'],
    ['ch0.knob1', 'no type'],
    ['ch0.cc1:twos', 'only "rel"'],
    ['ch0.rel1:mackie', 'twos, offset'],
    ['ch0.clock', 'no type'],
    ['sysex', 'neither'],
    ['', 'neither'],
  ])('refuses %s and says why', (text, words) => expect(canonical(text)).toContain(words));

  it('packs every address into a key of its own and back', () => {
    const kind = fc.constantFrom(...Object.values(Kind));
    const address = fc.record({ kind, channel: fc.nat(15), index: fc.nat(16_383) });
    fc.assert(
      fc.property(address, given => {
        expect(addressOfKey(midiKey(given.kind, given.channel, given.index))).toEqual(given);
      }),
    );
  });
  it('lists the kinds in the order of their numbers', () => {
    for (const [index, info] of KINDS.entries()) expect(Kind[info.name]).toBe(index);
  });
  it('never throws on any text', () => {
    fc.assert(fc.property(fc.string(), text => void parseMidiChannel(text)));
  });
  it('suggests names that parse, at most as many as asked', () => {
    for (const text of ['', 'ch1', 'ch1.n', 'ch12.cc12', 'st', 'channel2.pi', 'x']) {
      const found = suggestMidiChannels(text, ['level'], 20);
      expect(found.length).toBeLessThanOrEqual(20);
      for (const info of found) expect(canonical(info.name)).toBe(info.name);
    }
    expect(suggestMidiChannels('ch1.note6', [], 3).map(info => info.name)).toEqual([
      'ch1.note6',
      'ch1.note60',
      'ch1.note61',
    ]);
    expect(suggestMidiChannels('sys', ['level'], 3)[0]?.name).toBe('sysex.level');
  });
  it('labels a channel as a person reads it', () => {
    expect(noteName(60)).toBe('C4');
    expect(midiChannelInfo({ kind: Kind.note, channel: 0, index: 61 }).label).toBe(
      'Note C#4, MIDI channel 1',
    );
  });
  it('needs a template for a SysEx channel', () => {
    expect(() => requireMidiChannel('keys', 'sysex.level', new Set())).toThrow('no SysEx template');
    expect(requireMidiChannel('keys', 'sysex.level', new Set(['level'])).template).toBe('level');
  });
});
