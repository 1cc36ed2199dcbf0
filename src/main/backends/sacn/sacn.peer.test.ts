import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { isOk, until } from '../testing/net.ts';
import { addUniverse, emittedLevels, levelsOf, sendLevels, untilSame } from '../testing/peers/dmx.ts';
import { missing, OUR_IP, PEER_IP, runHere } from '../testing/peers/network.ts';
import { Ola, OLAD } from '../testing/peers/ola.ts';
import { realClock } from '../testing/real-clock.ts';
import { sacnBackend } from './index.ts';

const skip = missing(OLAD);
const suffix = skip === undefined ? '' : ` (${skip})`;

describe.skipIf(skip !== undefined)(`sACN with OLA${suffix}`, () => {
  let ola: Ola;
  const hosts: FakeHost[] = [];
  const open = async (bind: string, options: Record<string, string | number | boolean>) => {
    const host = await FakeHost.start(sacnBackend, {
      options,
      globals: { bind, name: 'Desk' },
      clock: realClock,
    });
    hosts.push(host);
    await until('it is open', () => isOk(host));
    addUniverse(host);
    return host;
  };

  // OLA sends a frame once: it is set until it is heard.
  const fromOla = async (universe: number, levels: readonly number[], host: FakeHost) => {
    await ola.set(universe, levels);
    return emittedLevels(host);
  };

  beforeAll(async () => {
    if (skip !== undefined) return;
    const ports = [
      'input_ports = 4',
      'output_ports = 4',
      'ignore_preview = false',
      'prepend_hostname = false',
    ];
    ola = await Ola.start({
      e131: [`ip = ${PEER_IP}`, 'revision = 0.46', 'draft_discovery = true', ...ports],
    });
    ola.patch('E1.31', 0, 12, 'in');
    ola.patch('E1.31', 0, 11, 'out');
    ola.patch('E1.31', 1, 300, 'out');
  });
  afterAll(async () => {
    for (const host of hosts) await host.instance.unload();
    await ola?.stop();
  });

  it(`sends 512 slots to OLA by multicast${suffix}`, async () => {
    const sender = await open(`${OUR_IP} 5568`, { universe: 12, priority: 120 });
    for (const seed of [1, 2, 3]) {
      sendLevels(sender, levelsOf(seed));
      await untilSame(levelsOf(seed), () => ola.get(12));
    }
  });

  it(`receives 512 slots from OLA by multicast, bound to one address and to all${suffix}`, async () => {
    const one = await open(`${OUR_IP} 5568`, { universe: 11 });
    const all = await open('0.0.0.0 5568', { universe: 300 });
    for (const seed of [4, 5]) {
      await untilSame(levelsOf(seed), () => fromOla(11, levelsOf(seed), one));
      await untilSame(levelsOf(seed + 1), () => fromOla(300, levelsOf(seed + 1), all));
    }
    expect([one.counters.malformed, all.counters.malformed]).toEqual([0, 0]);
    expect(one.statuses.at(-1)?.detail).toContain('priority 100');
  });

  it(`recovers when the network interface was down${suffix}`, async () => {
    const [sender, one] = hosts;
    runHere('ip', 'link', 'set', 'a0', 'down');
    sendLevels(sender!, levelsOf(6));
    await new Promise(done => setTimeout(done, 500));
    runHere('ip', 'link', 'set', 'a0', 'up');
    await untilSame(levelsOf(6), () => ola.get(12));
    expect(sender?.problems.standing).toEqual([]);
    await untilSame(levelsOf(7), () => fromOla(11, levelsOf(7), one!));
  });
});
