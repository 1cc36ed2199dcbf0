import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { complains, isOk, until } from '../testing/net.ts';
import { addUniverse, emittedLevels, levelsOf, sendLevels, untilSame } from '../testing/peers/dmx.ts';
import { BROADCAST, missing, OUR_IP, PEER_IP, runHere } from '../testing/peers/network.ts';
import { Ola, OLAD } from '../testing/peers/ola.ts';
import { realClock } from '../testing/real-clock.ts';
import { artnetBackend } from './index.ts';
import type { ArtnetNode } from './nodes.ts';

const skip = missing(OLAD);
const suffix = skip === undefined ? '' : ` (${skip})`;

describe.skipIf(skip !== undefined)(`Art-Net with OLA${suffix}`, () => {
  let ola: Ola;
  const hosts: FakeHost[] = [];
  const open = async (options: Record<string, string | number | boolean>) => {
    const globals = { bind: `${OUR_IP} 6454` };
    const host = await FakeHost.start(artnetBackend, { options, globals, clock: realClock });
    hosts.push(host);
    await until('it is open', () => isOk(host));
    addUniverse(host);
    return host;
  };
  let sender: FakeHost;
  let receiver: FakeHost;

  // OLA sends a frame once: it is set until it is heard.
  const fromOla = async (levels: readonly number[]) => {
    await ola.set(1, levels);
    return emittedLevels(receiver);
  };

  beforeAll(async () => {
    if (skip !== undefined) return;
    const ports = ['net = 0', 'subnet = 0', 'input_ports = 4', 'output_device_count = 1', 'output_ports = 4'];
    ola = await Ola.start({
      artnet: [`ip = ${PEER_IP}`, 'long_name = OLA node', 'short_name = OLA', ...ports],
    });
    ola.patch('ArtNet', 0, 2, 'in');
    ola.patch('ArtNet', 0, 1, 'out');
    sender = await open({ universe: 2, destination: BROADCAST });
    receiver = await open({ universe: 1 });
  });
  afterAll(async () => {
    for (const host of hosts) await host.instance.unload();
    await ola?.stop();
  });

  it(`sends 512 slots to OLA by broadcast${suffix}`, async () => {
    for (const seed of [1, 2, 3]) {
      sendLevels(sender, levelsOf(seed));
      await untilSame(levelsOf(seed), () => ola.get(2));
    }
  });

  it(`receives 512 slots from OLA${suffix}`, async () => {
    for (const seed of [4, 5]) {
      await untilSame(levelsOf(seed), () => fromOla(levelsOf(seed)));
    }
    expect(receiver.counters.malformed).toBe(0);
  });

  it(`finds the node and is found${suffix}`, async () => {
    const nodes = () => receiver.instance.request?.('nodes', {}) as readonly ArtnetNode[];
    await until('OLA is found', () => nodes().some(node => node.address === PEER_IP));
    expect(nodes().find(node => node.address === PEER_IP)).toMatchObject({
      shortName: 'OLA',
      longName: 'OLA node',
    });
  });

  it(`recovers when the network interface was down${suffix}`, async () => {
    runHere('ip', 'link', 'set', 'a0', 'down');
    sendLevels(sender, levelsOf(6));
    await until('it complains', () => complains(sender));
    runHere('ip', 'link', 'set', 'a0', 'up');
    await untilSame(levelsOf(6), () => ola.get(2));
    expect(sender.problems.standing).toEqual([]);
    await untilSame(levelsOf(7), () => fromOla(levelsOf(7)));
  });
});
