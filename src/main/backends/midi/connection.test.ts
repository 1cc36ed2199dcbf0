import { describe, expect, it } from 'vitest';
import type { Options } from '../../../shared/patch/options.ts';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { VirtualClock } from '../../../shared/plugin/testing/virtual-clock.ts';
import { midiBackendWith } from './index.ts';
import { BURST } from './paced-output.ts';
import { FakeMidiSystem } from './testing/fake-system.ts';

const APC = 'APC40:APC40 MIDI 1 20:0';

async function bench(options: Options = { read: 'APC40', write: 'APC40' }, plugged = [APC]) {
  const system = new FakeMidiSystem();
  for (const port of plugged) system.plug(port);
  return { system, ...(await on(system, options)) };
}
async function on(system: FakeMidiSystem, options: Options, name = 'apc') {
  const clock = new VirtualClock();
  const host = await FakeHost.start(
    midiBackendWith(() => Promise.resolve(system)),
    { name, options, clock },
  );
  /** Let time pass in small steps, with what waits for promises in between. */
  const pass = async (ms: number) => {
    for (let t = 0; t <= ms; t += 2) {
      clock.advance(t === 0 ? 0 : 2);
      system.drain();
      if (t % 100 === 0) await new Promise(resolve => setImmediate(resolve));
    }
  };
  await pass(0);
  return { host, clock, pass };
}

describe('a MIDI instance', () => {
  it('plays both ways', async () => {
    const { system, host } = await bench();
    expect(host.statuses.at(-1)).toEqual({
      state: 'ok',
      detail: 'In: APC40:APC40 MIDI 1. Out: APC40:APC40 MIDI 1.',
    });
    host.add('ch0.cc7');
    system.play(APC, 0xb0, 7, 64);
    host.send(['ch0.cc7', 1]);
    expect(host.last('ch0.cc7')).toBe(64 / 127);
    expect(system.take(APC)).toEqual([[0xb0, 7, 127]]);
    expect(host.counters).toMatchObject({ received: 1, sent: 1, malformed: 0, dropped: 0 });
  });

  it('waits for a device, finds it within 2 s under another number, and restores its outputs', async () => {
    const { system, host, pass } = await bench(undefined, []);
    expect(host.statuses.at(-1)).toEqual({ state: 'waiting', detail: 'Waiting for "APC40"' });
    host.add('ch0.cc7');
    host.add('ch0.note1');
    host.send(['ch0.cc7', 0.5], ['ch0.note1', 1]);
    expect(host.counters.dropped).toBe(2);
    system.plug(APC);
    await pass(2000);
    expect(system.take(APC)).toEqual([
      [0xb0, 7, 64],
      [0x90, 1, 127],
    ]);
    host.send(['ch0.note1', 0]);
    system.pull(APC);
    await pass(2000);
    expect(host.statuses.at(-1)?.state).toBe('waiting');
    expect(system.open).toEqual([]);
    system.take(APC);
    const again = 'APC40:APC40 MIDI 1 24:0';
    system.plug(again);
    await pass(2000);
    expect(host.statuses.at(-1)?.state).toBe('ok');
    expect(system.take(again)).toEqual([
      [0xb0, 7, 64],
      [0x90, 1, 0],
    ]);
  });

  it('notices a device that is pulled and plugged between two polls, where the system tells', async () => {
    const system = new FakeMidiSystem();
    system.plug(APC);
    system.tell();
    const { host, pass } = await on(system, { write: 'APC40' });
    host.add('ch0.cc7');
    host.send(['ch0.cc7', 1]);
    system.take(APC);
    system.pull(APC);
    await pass(100);
    system.plug(APC);
    await pass(100);
    expect(host.statuses.map(status => status.state)).toEqual(['starting', 'ok', 'waiting', 'ok']);
    expect(system.take(APC)).toEqual([[0xb0, 7, 127]]);
  });

  it('releases the keys of a keyboard that is pulled out', async () => {
    const { system, host, pass } = await bench();
    host.add('ch0.note60');
    system.play(APC, 0x90, 60, 127);
    system.pull(APC);
    await pass(2000);
    expect(host.last('ch0.note60')).toBe(0);
  });

  it('brings a burst of 1,000 through a queue of 250 whole and in order', async () => {
    const { system, host, pass } = await bench();
    system.queue = 250;
    host.add('ch0.nrpn7');
    for (let i = 0; i < 200; i++) host.send(['ch0.nrpn7', i / 200]);
    expect(system.sent.get(APC)).toHaveLength(BURST);
    await pass(100);
    expect(system.sent.get(APC)).toHaveLength(1200);
    const coarse = system.take(APC).filter(bytes => bytes[1] === 6);
    expect(coarse.map(bytes => bytes[2])).toEqual(
      Array.from({ length: 200 }, (_, i) => Math.round((i / 200) * 16_383) >> 7),
    );
    expect(host.counters).toMatchObject({ sent: 1200, dropped: 0 });
  });

  it('carries 10,000 values from one instance to another, none lost, wrong or out of order', async () => {
    const { system, host, pass } = await bench({ write: 'APC40' });
    const to = await on(system, { read: 'APC40' }, 'other');
    system.queue = 250;
    for (const one of [host, to.host]) one.add('ch0.pitch');
    const values = Array.from({ length: 10_000 }, (_, i) => ((i * 7919) % 16_384) / 16_383);
    host.send(...values.map(value => ['ch0.pitch', value] as const));
    await pass(1000);
    for (const message of system.take(APC)) system.play(APC, ...message);
    expect(to.host.emitted.map(one => one.value)).toEqual(values);
  });

  it('sends no faster than a slow device can take', async () => {
    const { system, host, pass } = await bench({ write: 'APC40', pace: 500 });
    host.add('ch0.cc1');
    for (let i = 0; i < 100; i++) host.send(['ch0.cc1', 1]);
    await pass(100);
    expect(system.take(APC)).toHaveLength(60);
    await pass(100);
    expect(system.take(APC)).toHaveLength(40);
  });

  it('leaves no timer, port or note behind', async () => {
    const { system, host, clock, pass } = await bench();
    system.queue = 250;
    for (let note = 0; note < 128; note++) host.add(`ch0.note${note}`);
    for (let note = 0; note < 128; note++) host.send([`ch0.note${note}`, 1]);
    const unloaded = host.instance.unload();
    await pass(600);
    await unloaded;
    const offs = system.take(APC).filter(bytes => bytes[0] === 0x90 && bytes[2] === 0);
    expect(offs).toHaveLength(128);
    expect(system.open).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('panics', async () => {
    const { system, host } = await bench();
    host.add('ch2.note5');
    host.send(['ch2.note5', 1]);
    host.instance.panic?.();
    expect(system.take(APC).slice(1)).toEqual([
      [0x92, 5, 0],
      [0xb2, 123, 0],
    ]);
  });

  it('offers virtual ports when no device is named', async () => {
    const { system, host } = await bench({}, []);
    expect(system.open).toEqual(['in virtual:apc', 'out virtual:apc']);
    expect(host.statuses.at(-1)?.state).toBe('ok');
  });

  it('says so where there are none', async () => {
    const system = new FakeMidiSystem();
    system.virtualPorts = false;
    const { host } = await on(system, {});
    expect(host.statuses.at(-1)?.detail).toContain('this system has none');
  });

  it('says that there is no MIDI, keeps its channels, and recovers', async () => {
    const { system, host, pass } = await bench();
    system.broken = 'Failed to initialise RtMidi';
    await pass(1000);
    expect(host.statuses.at(-1)).toEqual({
      state: 'unavailable',
      detail: 'No MIDI on this computer: Failed to initialise RtMidi',
    });
    host.add('ch0.cc1');
    host.send(['ch0.cc1', 1]);
    system.broken = undefined;
    await pass(10_100);
    expect(host.statuses.at(-1)?.state).toBe('ok');
    expect(system.take(APC)).toEqual([[0xb0, 1, 127]]);
  });

  it('takes over settings without letting go of its ports, but not another device', async () => {
    const { system, host } = await bench();
    const reconfigure = (options: Options) => host.instance.configure?.(options);
    expect(reconfigure({ read: 'APC40', write: 'APC40', 'sysex.level': '43 v' })).toBe(true);
    host.add('sysex.level');
    host.send(['sysex.level', 1]);
    expect(system.take(APC)).toEqual([[0xf0, 0x43, 127, 0xf7]]);
    expect(reconfigure({ read: 'nano', write: 'APC40' })).toBe(false);
  });

  it('lists the ports for the form', async () => {
    const { host } = await bench();
    expect(await host.instance.request?.('ports', {})).toEqual({ inputs: [APC], outputs: [APC] });
  });

  it('passes SysEx on from a neighbour', async () => {
    const system = new FakeMidiSystem();
    system.plug('A');
    system.plug('B');
    const clock = new VirtualClock();
    const plugin = midiBackendWith(() => Promise.resolve(system));
    const a = new FakeHost({ name: 'a', options: { read: 'A' }, clock });
    const b = new FakeHost({ name: 'b', options: { write: 'B', 'sysex-from': 'a' }, clock });
    const backend = await plugin.load({
      log: a.memory.log,
      clock,
      dataFolder: '',
      signal: new AbortController().signal,
    });
    await a.open(backend);
    await b.open(backend);
    await new Promise(resolve => setImmediate(resolve));
    system.play('A', 0xf0, 1, 2, 3, 0xf7);
    expect(system.take('B')).toEqual([[0xf0, 1, 2, 3, 0xf7]]);
  });

  it('reports options that make no sense', async () => {
    const { host } = await bench({ 'epn-tx': 'half', color: 'red' });
    expect(host.problems.standing.map(problem => problem.code).sort()).toEqual([
      'backend.bad-option',
      'backend.unknown-option',
    ]);
  });
});
