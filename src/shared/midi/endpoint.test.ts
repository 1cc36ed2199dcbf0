import { describe, expect, it } from 'vitest';
import { FakeHost } from '../plugin/testing/fake-host.ts';
import { VirtualClock } from '../plugin/testing/virtual-clock.ts';
import type { Options } from '../patch/options.ts';
import { readOptions } from '../plugin/read-options.ts';
import { MidiEndpoint } from './endpoint.ts';
import { MIDI_OPTIONS, midiSettings, SYSEX_OPTION } from './options.ts';

const OWNER = { instance: 'test', backend: 'midi' };

async function cable(options: Options = {}) {
  const sent: number[][] = [];
  const clock = new VirtualClock();
  const host = new FakeHost({ options, clock });
  const problems: unknown[] = [];
  const read = readOptions(OWNER, MIDI_OPTIONS, options, SYSEX_OPTION);
  const settings = midiSettings(OWNER, read, problem => problems.push(problem));
  const end = new MidiEndpoint(host.args, settings, {
    short: (length, ...bytes) => sent.push(bytes.slice(0, length)),
    sysex: bytes => sent.push([...bytes]),
  });
  await host.open({
    channel: () => ({ name: '', label: '', source: true, target: true }),
    suggest: () => [],
    create: () => Object.assign(end, { unload: () => end.close() }),
  });
  const hear = (...bytes: number[]) => end.input.feed(Uint8Array.from(bytes));
  return { end, host, sent, clock, hear, problems };
}

describe('MidiEndpoint', () => {
  it('emits what the patch uses and shows the rest to detect', async () => {
    const { host, hear } = await cable();
    host.add('ch0.cc7');
    hear(0xb0, 7, 127, 0xb0, 8, 127, 0x90, 60, 127);
    expect(host.emitted).toEqual([{ channel: 'ch0.cc7', value: 1, cause: 0 }]);
    expect(host.detected.map(one => one.channel)).toEqual(['ch0.cc8', 'ch0.note60']);
    expect(host.counters.received).toBe(3);
  });
  it('waits 10 ms for the lower half of a 14-bit value', async () => {
    const { host, hear, clock } = await cable();
    host.add('ch0.nrpn0');
    hear(0xb0, 99, 0, 98, 0, 6, 127);
    clock.advance(9);
    expect(host.emitted).toEqual([]);
    clock.advance(1);
    expect(host.last('ch0.nrpn0')).toBe(1);
    expect(clock.pending).toBe(0);
  });
  it('moves an encoder by its steps, from where the patch puts it', async () => {
    const { host, hear } = await cable({ relative: 'offset', 'relative-steps': 100 });
    host.add('ch0.rel1');
    host.add('ch0.rel2:twos');
    host.send(['ch0.rel1', 0.5]);
    hear(0xb0, 1, 64 + 10, 2, 5, 2, 127);
    expect(host.emitted.map(one => one.value)).toEqual([0.6, 0.05, 0.04]);
  });
  it('fills and matches templates', async () => {
    const { host, hear, sent, end } = await cable({ 'sysex.level': '43 v', 'sysex.bad': 'zz' });
    host.add('sysex.level');
    end.output.ready();
    host.send(['sysex.level', 1]);
    hear(0xf0, 0x43, 0, 0xf7);
    expect(sent).toEqual([[0xf0, 0x43, 127, 0xf7]]);
    expect(host.last('sysex.level')).toBe(0);
    expect(() => host.add('sysex.bad')).toThrow('no SysEx template');
  });
  it('reports a template that makes no sense', async () => {
    const { problems } = await cable({ 'sysex.bad': 'zz' });
    expect(problems).toHaveLength(1);
  });

  describe('leaves no note hanging', () => {
    it('when the instance goes', async () => {
      const { host, sent, end } = await cable();
      host.add('ch1.note5');
      end.output.ready();
      host.send(['ch1.note5', 1]);
      await host.instance.unload();
      expect(sent.at(-1)).toEqual([0x91, 5, 0]);
    });
    it('when the wire goes', async () => {
      const { host, sent, end } = await cable();
      host.add('ch1.note5');
      end.output.ready();
      host.send(['ch1.note5', 1]);
      host.add('ch1.note5', { source: true, target: false });
      expect(sent.at(-1)).toEqual([0x91, 5, 0]);
      host.instance.removeChannel(0);
      expect(sent).toHaveLength(2);
    });
    it('on panic, which also silences the MIDI channel', async () => {
      const { host, sent, end } = await cable();
      host.add('ch1.note5');
      end.output.ready();
      host.send(['ch1.note5', 1]);
      host.instance.panic?.();
      expect(sent.slice(1)).toEqual([
        [0x91, 5, 0],
        [0xb1, 123, 0],
      ]);
      sent.length = 0;
      end.output.lost();
      end.output.ready();
      expect(sent.filter(bytes => (bytes[2] ?? 0) > 0)).toEqual([]);
    });
    it('when it was released while the other end was away', async () => {
      const { host, sent, end } = await cable();
      host.add('ch1.note5');
      end.output.ready();
      host.send(['ch1.note5', 1]);
      end.output.lost();
      host.send(['ch1.note5', 0]);
      sent.length = 0;
      end.output.ready();
      expect(sent[0]).toEqual([0x91, 5, 0]);
      expect(host.counters.dropped).toBe(1);
    });
    it('when the keyboard is pulled out with a key down', async () => {
      const { host, hear, end } = await cable();
      host.add('ch0.note60');
      hear(0x90, 60, 100);
      end.input.lost();
      expect(host.last('ch0.note60')).toBe(0);
    });
  });

  it('restores states, not triggers, when the other end returns', async () => {
    const { host, sent, end } = await cable();
    for (const channel of ['ch0.cc1', 'ch0.pitch', 'start', 'ch0.note1', 'ch0.cc2']) host.add(channel);
    end.output.ready();
    host.send(['ch0.cc1', 1], ['start', 1]);
    end.output.lost();
    host.send(['ch0.pitch', 0], ['ch0.note1', 1]);
    sent.length = 0;
    end.output.ready();
    expect(sent).toEqual([
      [0xb0, 1, 127],
      [0xe0, 0, 0],
      [0x90, 1, 127],
    ]);
  });
  it('does not restore when told so', async () => {
    const { host, sent, end } = await cable({ restore: 'off' });
    host.add('ch0.cc1');
    host.send(['ch0.cc1', 1]);
    end.output.ready();
    expect(sent).toEqual([]);
  });
  it('runs a clock at the tempo it is given', async () => {
    const { host, sent, end, clock } = await cable();
    host.add('tempo');
    end.output.ready();
    host.send(['tempo', 125 / 300]);
    clock.advance(201);
    expect(sent).toEqual(Array.from({ length: 10 }, () => [0xf8]));
    end.output.lost();
    expect(clock.pending).toBe(0);
  });
});
