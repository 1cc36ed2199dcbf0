import { afterAll, beforeAll, describe, it } from 'vitest';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { complains, isOk, until } from '../testing/net.ts';
import { levelsOf, untilSame } from '../testing/peers/dmx.ts';
import { missing, OUR_IP, PEER_IP } from '../testing/peers/network.ts';
import { Ola, OLAD } from '../testing/peers/ola.ts';
import { realClock } from '../testing/real-clock.ts';
import { openpixelcontrolBackend } from './index.ts';

const skip = missing(OLAD);
const suffix = skip === undefined ? '' : ` (${skip})`;
const COUNT = 510;

describe.skipIf(skip !== undefined)(`Open Pixel Control with OLA${suffix}`, () => {
  let ola: Ola;
  let host: FakeHost;
  const start = async () => {
    const [target, listen] = [`${OUR_IP}:7890`, `${PEER_IP}:7891`];
    ola = await Ola.start({
      openpixelcontrol: [
        ...[`target = ${target}`, `target_${target}_channel = 0`],
        ...[`listen = ${listen}`, `listen_${listen}_channel = 0`],
      ],
    });
    ola.patch(target, 0, 1, 'out');
    ola.patch(listen, 0, 2, 'in');
  };

  beforeAll(async () => {
    if (skip !== undefined) return;
    await start();
    const options = { listen: `${OUR_IP} 7890`, destination: `${PEER_IP} 7891` };
    host = await FakeHost.start(openpixelcontrolBackend, { options, clock: realClock });
    for (let i = 1; i <= COUNT; i++) {
      host.add(`strip1.channel${i}`, { source: true, target: false });
      host.add(`channel${i}`, { source: false, target: true });
    }
    await until('it is connected', () => isOk(host));
  });
  afterAll(async () => {
    await host?.instance.unload();
    await ola?.stop();
  });
  const send = (levels: readonly number[]) =>
    host.send(...levels.map((level, i) => [`channel${i + 1}`, level / 255] as const));
  const emitted = () => {
    const levels = new Array<number>(COUNT).fill(0);
    for (const { channel, value } of host.emitted)
      levels[Number(channel.slice(14)) - 1] = Math.round(value * 255);
    return levels;
  };

  it(`sends to OLA${suffix}`, async () => {
    for (const seed of [1, 2, 3]) {
      send(levelsOf(seed, COUNT));
      await untilSame(levelsOf(seed, COUNT), () => ola.get(2));
    }
  });

  it(`receives from OLA${suffix}`, async () => {
    for (const seed of [4, 5]) {
      const levels = levelsOf(seed, COUNT);
      // OLA connects in its own time, and sends a frame once.
      await untilSame(levels, async () => {
        await ola.set(1, levels);
        return emitted();
      });
    }
  });

  it(`restores its output when OLA starts anew${suffix}`, async () => {
    send(levelsOf(6, COUNT));
    await untilSame(levelsOf(6, COUNT), () => ola.get(2));
    await ola.stop();
    await until('it complains', () => complains(host));
    await start();
    await untilSame(levelsOf(6, COUNT), () => ola.get(2));
  });
});
