import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import type { Options } from '../../../shared/patch/options.ts';
import { complains, isOk, until } from '../testing/net.ts';
import { Mosquitto, MOSQUITTO, MOSQUITTO_CLIENT } from '../testing/peers/mosquitto.ts';
import { missing, type Peer } from '../testing/peers/network.ts';
import { realClock } from '../testing/real-clock.ts';
import { mqttBackend } from './index.ts';

const skip = missing(MOSQUITTO, MOSQUITTO_CLIENT, '/usr/bin/openssl');
const suffix = skip === undefined ? '' : ` (${skip})`;
const source = { source: true, target: false };
const target = { source: false, target: true };
const hex = (text: string) => Buffer.from(text).toString('hex');

describe.skipIf(skip !== undefined)(`MQTT with mosquitto${suffix}`, () => {
  let broker: Mosquitto;
  const hosts: FakeHost[] = [];
  const peers: Peer[] = [];
  const open = async (options: Options) => {
    const host = await FakeHost.start(mqttBackend, { options, clock: realClock });
    hosts.push(host);
    await until('it is connected', () => isOk(host));
    return host;
  };
  const watch = async (topic: string, version: string) => {
    const peer = broker.watch(topic, version);
    peers.push(peer);
    // Until it is subscribed it prints nothing.
    await until('it listens', () => {
      peers.push(broker.publish(topic.replace('#', 'ready'), 'ready', version));
      return peer.lines.length > 0;
    });
    return peer;
  };

  beforeAll(async () => {
    if (skip !== undefined) return;
    broker = new Mosquitto();
    await broker.start();
  });
  afterEach(async () => {
    for (const host of hosts.splice(0)) await host.instance.unload();
    for (const peer of peers.splice(0)) await peer.stop();
  });
  afterAll(async () => broker?.remove());

  for (const [ours, theirs] of [
    ['3.1.1', 'mqttv311'],
    ['5', 'mqttv5'],
  ] as const) {
    it(`publishes and hears, version ${ours}, byte for byte${suffix}`, async () => {
      const host = await open({ host: broker.url, protocol: ours, 'a/level': 'range 0 255' });
      const watcher = await watch('a/#', theirs);
      for (const channel of ['a/level', 'a/plain']) host.add(channel, target);
      host.add('b/in', source);
      host.send(['a/level', 0.2], ['a/plain', 0.5], ['a/plain', 1]);
      await until('it is heard', () => watcher.output.includes(`a/plain 0 ${hex('1')}`));
      const heard = watcher.lines.filter(line => !line.startsWith('a/ready'));
      expect(heard).toEqual([`a/level 0 ${hex('51')}`, `a/plain 0 ${hex('0.5')}`, `a/plain 0 ${hex('1')}`]);
      await until('we hear', () => {
        peers.push(broker.publish('b/in', '0.25', theirs, '-q', '1'));
        return host.emitted.length > 0;
      });
      expect(host.emitted[0]).toMatchObject({ channel: 'b/in', value: 0.25 });
    });
  }

  it(`sends 10,000 values with quality 1, all and in order${suffix}`, async () => {
    const receiver = await open({ host: broker.url, qos: '1' });
    receiver.add('c', source);
    const sender = await open({ host: broker.url, qos: '1' });
    sender.add('c', target);
    sender.add('c/ready', target);
    const values = Array.from({ length: 10_000 }, (_, i) => ((i * 7919) % 10_000) / 10_000);
    await new Promise(done => setTimeout(done, 300));
    // mosquitto drops what it cannot pass on at once; it passes on about 1,000.
    for (let i = 0; i < values.length; i += 500) {
      sender.send(...values.slice(i, i + 500).map(value => ['c', value] as const));
      await until('the burst is here', () => receiver.emitted.length === i + 500);
    }
    expect(receiver.emitted.map(event => event.value)).toEqual(values);
  });

  it(`retains, and finds what was retained${suffix}`, async () => {
    const first = await open({ host: broker.url, retain: true });
    first.add('kept', target);
    first.send(['kept', 0.75]);
    const later = await open({ host: broker.url });
    later.add('kept', source);
    await until('the kept value is here', () => later.last('kept') === 0.75);
    const watcher = broker.watch('kept', 'mqttv5');
    peers.push(watcher);
    await until('it is marked', () => watcher.lines.includes(`kept 1 ${hex('0.75')}`));
  });

  it(`speaks TLS, and refuses a broker that it cannot check${suffix}`, async () => {
    const watcher = await watch('tls/#', 'mqttv5');
    const host = await open({ host: broker.tlsUrl, ca: broker.ca });
    host.add('tls/out', target);
    host.send(['tls/out', 1]);
    await until('it is heard', () => watcher.output.includes(`tls/out 0 ${hex('1')}`));
    const strict = await FakeHost.start(mqttBackend, { options: { host: broker.tlsUrl }, clock: realClock });
    hosts.push(strict);
    await until('it refuses', () => complains(strict));
    expect(strict.statuses.at(-1)?.detail).toMatch(/self-signed certificate/);
    const careless = await open({ host: broker.tlsUrl, verify: false });
    expect(isOk(careless)).toBe(true);
  });

  it(`speaks WebSocket${suffix}`, async () => {
    const watcher = await watch('ws/#', 'mqttv5');
    const host = await open({ host: broker.webSocketUrl });
    host.add('ws/out', target);
    host.send(['ws/out', 1]);
    await until('it is heard', () => watcher.output.includes(`ws/out 0 ${hex('1')}`));
  });

  it(`survives that the broker is killed and started again${suffix}`, async () => {
    const host = await open({ host: broker.url });
    host.add('d/out', target);
    host.add('d/in', source);
    host.send(['d/out', 0.5]);
    await broker.kill();
    await until('it complains', () => complains(host));
    expect(host.problems.standing).toMatchObject([{ code: 'backend.connect-failed' }]);
    host.send(['d/out', 0.6]);
    await broker.start();
    const watcher = broker.watch('d/out', 'mqttv5');
    peers.push(watcher);
    await until('it is back', () => isOk(host));
    await until('it is restored', () => watcher.output.includes(hex('0.6')));
    await until('it listens again', () => {
      peers.push(broker.publish('d/in', '1', 'mqttv5'));
      return host.last('d/in') === 1;
    });
    expect(host.problems.standing).toEqual([]);
  });
});
