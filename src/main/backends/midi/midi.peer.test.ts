import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Options } from '../../../shared/patch/options.ts';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { isOk, until } from '../testing/net.ts';
import { Jack, JACK_HEADER, JACKD } from '../testing/peers/jack.ts';
import { missing, type Peer } from '../testing/peers/network.ts';
import { realClock } from '../testing/real-clock.ts';
import { midiBackendWith } from './index.ts';
import { type MidiModule, nativeDriver } from './native-driver.ts';

const skip = missing(JACKD, JACK_HEADER);
const suffix = skip === undefined ? '' : ` (${skip})`;

/** The library built for JACK instead of ALSA; it is the same code above the system's interface. */
async function jackLibrary(): Promise<MidiModule> {
  const script = join(import.meta.dirname, '../../../../scripts/peers/midi-jack.mjs');
  const { stdout, stderr, status } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const loaded = (await import(stdout.trim())) as { default: MidiModule };
  return loaded.default;
}

/** The bytes of each message in the lines of jack_midi_dump ("1234: 90 3c 40  note on ..."). */
function dumped(peer: Peer): string[] {
  return peer.lines.flatMap(line => {
    const bytes = /^\s*\d+:((?: [0-9a-f]{2})+)/.exec(line)?.[1];
    return bytes === undefined ? [] : [bytes.trim()];
  });
}

describe.skipIf(skip !== undefined)(`MIDI over JACK${suffix}`, () => {
  let jack: Jack;
  let library: MidiModule;
  const hosts: FakeHost[] = [];
  const clients: Peer[] = [];

  const open = async (name: string, options: Options = {}) => {
    const plugin = midiBackendWith(() => Promise.resolve(nativeDriver(library)));
    const host = await FakeHost.start(plugin, { name, options, clock: realClock });
    hosts.push(host);
    return host;
  };
  const ready = async (name: string, options: Options = {}) => {
    const host = await open(name, options);
    await until(`${name} is open`, () => isOk(host));
    return host;
  };
  const run = (...command: string[]) => {
    const client = jack.client(...command);
    clients.push(client);
    return client;
  };

  beforeAll(async () => {
    if (skip !== undefined) return;
    library = await jackLibrary();
    jack = await Jack.start();
  }, 180_000);
  afterEach(async () => {
    for (const host of hosts.splice(0)) await host.instance.unload();
    for (const client of clients.splice(0)) await client.stop('SIGINT');
  });
  afterAll(async () => jack?.stop());

  it(`writes every kind of message, seen by jack_midi_dump${suffix}`, async () => {
    const host = await ready('crossout', { 'sysex.level': '43 10 v', 'epn-tx': 'short' });
    const dump = run('jack_midi_dump');
    await jack.connect('Output crossout', 'midi-monitor:input');
    const sent: [string, number, string[]][] = [
      ['ch0.note60', 1, ['90 3c 7f']],
      ['ch0.noteoff60', 0.5, ['80 3c 40']],
      ['ch1.cc7', 0.5, ['b1 07 40']],
      ['ch1.hires7', 1, ['b1 07 7f', 'b1 27 7f']],
      ['ch2.pressure1', 1, ['a2 01 7f']],
      ['ch3.aftertouch', 1, ['d3 7f']],
      ['ch4.pitch', 0.5, ['e4 00 40']],
      ['ch5.program', 1, ['c5 7f']],
      ['ch6.nrpn1283', 1, ['b6 63 0a', 'b6 62 03', 'b6 06 7f', 'b6 26 7f']],
      ['songpos', 1, ['f2 7f 7f']],
      ['start', 1, ['fa']],
      ['clock', 1, ['f8']],
      ['stop', 1, ['fc']],
      ['mtc', 0.5, ['f0 7f 7f 01 01 2c 00 00 00 f7']],
      ['sysex.level', 1, ['f0 43 10 7f f7']],
    ];
    for (const [channel] of sent) host.add(channel);
    host.send(...sent.map(([channel, value]) => [channel, value] as const));
    const expected = sent.flatMap(([, , bytes]) => bytes);
    await until('jack_midi_dump has seen all', () => dumped(dump).length >= expected.length);
    expect(dumped(dump)).toEqual(expected);
  });

  it(`brings a burst of 1,000 through whole and in order${suffix}`, async () => {
    // jack_midi_dump itself loses what comes faster.
    const host = await ready('crossburst', { pace: 2000 });
    const dump = run('jack_midi_dump');
    await jack.connect('Output crossburst', 'midi-monitor:input');
    host.add('ch0.pitch');
    host.send(...Array.from({ length: 1000 }, (_, i) => ['ch0.pitch', i / 16_383] as const));
    await until('jack_midi_dump has seen 1,000', () => dumped(dump).length >= 1000);
    const hex = (value: number) => value.toString(16).padStart(2, '0');
    expect(dumped(dump)).toEqual(Array.from({ length: 1000 }, (_, i) => `e0 ${hex(i & 127)} ${hex(i >> 7)}`));
  });

  it(`reads what jack_midiseq plays${suffix}`, async () => {
    const host = await ready('crossin');
    host.add('ch0.note60');
    host.add('ch0.note72');
    run('jack_midiseq', 'sequencer', '4800', '0', '60', '1200', '2400', '72', '1200');
    await jack.connect('sequencer', 'Input crossin');
    await until('eight notes came', () => host.emitted.length >= 16);
    const notes = host.emitted.slice(-8).map(one => [one.channel, one.value > 0]);
    const first = notes.findIndex(([channel, on]) => channel === 'ch0.note60' && on === true);
    expect(notes.slice(first, first + 4)).toEqual([
      ['ch0.note60', true],
      ['ch0.note60', false],
      ['ch0.note72', true],
      ['ch0.note72', false],
    ]);
  });

  it(`carries 10,000 values between two instances, none lost or out of order${suffix}`, async () => {
    const to = await ready('crossleft');
    const from = await ready('crossright', { write: 'crossleft' });
    for (const host of [from, to]) host.add('ch0.pitch');
    const values = Array.from({ length: 10_000 }, (_, i) => ((i * 7919) % 16_384) / 16_383);
    for (let at = 0; at < values.length; at += 500) {
      from.send(...values.slice(at, at + 500).map(value => ['ch0.pitch', value] as const));
      await new Promise(done => setTimeout(done, 5));
    }
    await until('10,000 came', () => to.emitted.length >= values.length);
    expect(to.emitted.map(one => one.value)).toEqual(values);
    expect(from.counters).toMatchObject({ sent: 10_000, dropped: 0 });
  });

  it(`finds a device that comes, goes and returns, and restores its outputs${suffix}`, async () => {
    const host = await open('crossghost', { write: 'midi-monitor' });
    host.add('ch0.cc7');
    host.add('ch0.note60');
    await until('it waits', () => host.statuses.at(-1)?.state === 'waiting');
    host.send(['ch0.cc7', 1], ['ch0.note60', 1]);
    for (const expected of [
      ['b0 07 7f', '90 3c 7f'],
      ['90 3c 00', 'b0 07 7f', '90 3c 00'],
    ]) {
      const dump = run('jack_midi_dump');
      await jack.port('midi-monitor:input');
      await until('the outputs are restored', () => dumped(dump).length >= expected.length);
      expect(dumped(dump)).toEqual(expected);
      await dump.stop('SIGINT');
      await until('it waits again', () => host.statuses.at(-1)?.state === 'waiting');
      host.send(['ch0.note60', 0]);
    }
  });

  it(`leaves no note sounding when the instance goes${suffix}`, async () => {
    const host = await ready('crosshang');
    const dump = run('jack_midi_dump');
    await jack.connect('Output crosshang', 'midi-monitor:input');
    host.add('ch9.note38');
    host.send(['ch9.note38', 1]);
    await until('the note sounds', () => dumped(dump).length === 1);
    hosts.length = 0;
    await host.instance.unload();
    await until('it is released', () => dumped(dump).length === 2);
    expect(dumped(dump)).toEqual(['99 26 7f', '99 26 00']);
  });
});
