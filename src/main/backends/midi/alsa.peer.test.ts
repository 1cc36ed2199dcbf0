import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { Options } from '../../../shared/patch/options.ts';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { isOk, until } from '../testing/net.ts';
import { missing, Peer } from '../testing/peers/network.ts';
import { realClock } from '../testing/real-clock.ts';
import { midiBackend } from './index.ts';

const skip = missing('/usr/bin/aseqdump') ?? noSequencer();
const suffix = skip === undefined ? '' : ` (${skip})`;

function noSequencer(): string | undefined {
  return existsSync('/dev/snd/seq') ? undefined : 'skipped: the kernel has no ALSA sequencer here';
}

describe.skipIf(skip !== undefined)(`MIDI over ALSA${suffix}`, () => {
  const hosts: FakeHost[] = [];
  const clients: Peer[] = [];
  afterEach(async () => {
    for (const host of hosts.splice(0)) await host.instance.unload();
    for (const client of clients.splice(0)) await client.stop('SIGINT');
  });
  const open = async (name: string, options: Options = {}) => {
    const host = await FakeHost.start(midiBackend, { name, options, clock: realClock });
    hosts.push(host);
    return host;
  };
  const ready = async (name: string, options: Options = {}) => {
    const host = await open(name, options);
    await until(`${name} is open`, () => isOk(host));
    return host;
  };
  const dump = () => {
    const client = new Peer(spawn('stdbuf', ['-oL', 'aseqdump'], { stdio: ['ignore', 'pipe', 'pipe'] }));
    clients.push(client);
    return client;
  };
  /** What aseqdump prints of events, without the sender: "Note on 0, note 60, velocity 127". */
  const events = (peer: Peer) =>
    peer.lines.flatMap(line => {
      const event = /^\s*\d+:\d+\s+(.*\S)/.exec(line)?.[1];
      return event === undefined || event.startsWith('Port') ? [] : [event.replace(/\s+/g, ' ')];
    });

  it(`brings a burst of 1,000 through whole and in order${suffix}`, async () => {
    const to = await ready('alsaleft');
    const from = await ready('alsaright', { write: 'alsaleft' });
    for (const host of [from, to]) host.add('ch0.pitch');
    const values = Array.from({ length: 1000 }, (_, i) => ((i * 7919) % 16_384) / 16_383);
    from.send(...values.map(value => ['ch0.pitch', value] as const));
    await until('1,000 came', () => to.emitted.length >= 1000);
    expect(to.emitted.map(one => one.value)).toEqual(values);
  });

  it(`finds a device that comes, goes and returns, and restores its outputs${suffix}`, async () => {
    const host = await open('alsaghost', { write: 'aseqdump' });
    host.add('ch0.cc7');
    host.add('ch0.note60');
    await until('it waits', () => host.statuses.at(-1)?.state === 'waiting');
    host.send(['ch0.cc7', 1], ['ch0.note60', 1]);
    for (const expected of [
      ['Control change 0, controller 7, value 127', 'Note on 0, note 60, velocity 127'],
      ['Note off 0, note 60', 'Control change 0, controller 7, value 127', 'Note off 0, note 60'],
    ]) {
      const client = dump();
      await until('the outputs are restored', () => events(client).length >= expected.length);
      for (const [index, words] of expected.entries()) expect(events(client)[index]).toContain(words);
      await client.stop('SIGINT');
      await until('it waits again', () => host.statuses.at(-1)?.state === 'waiting');
      host.send(['ch0.note60', 0]);
    }
  });
});
