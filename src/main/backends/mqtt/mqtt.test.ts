import { afterEach, describe, expect, it } from 'vitest';
import type { Options } from '../../../shared/patch/options.ts';
import { FakeHost, memoryLog } from '../../../shared/plugin/testing/fake-host.ts';
import { VirtualClock } from '../../../shared/plugin/testing/virtual-clock.ts';
import { complains, isOk, until } from '../testing/net.ts';
import { mqttBackend } from './index.ts';
import { Outbox } from './outbox.ts';
import { type BrokerOptions, TestBroker } from './testing/broker.ts';

const source = { source: true, target: false };
const target = { source: false, target: true };
const cleanups: (() => unknown)[] = [];

async function serve(options: BrokerOptions = {}): Promise<TestBroker> {
  const broker = await TestBroker.start(options);
  cleanups.push(() => broker.kill());
  return broker;
}
async function open(port: number, options: Options = {}, clock = new VirtualClock()): Promise<FakeHost> {
  const given = { host: `127.0.0.1:${port}`, ...options };
  const host = await FakeHost.start(mqttBackend, { options: given, clock });
  cleanups.unshift(() => host.instance.unload());
  return host;
}

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

describe('mqtt', () => {
  it.each([
    ['3.1.1', '0'],
    ['5', '0'],
    ['5', '1'],
    ['3.1.1', '2'],
  ])('carries 10,000 values, MQTT %s, quality %s, all and in order', async (protocol, qos) => {
    const broker = await serve({ receiveMaximum: 20 });
    const receiver = await open(broker.port, { protocol });
    const sender = await open(broker.port, { protocol, qos });
    receiver.add('/fader', source);
    sender.add('/fader', target);
    await until('both are connected', () => isOk(receiver) && isOk(sender));
    await until('it listens', () => broker.hears('/fader'));
    const values = Array.from({ length: 10_000 }, (_, i) => ((i * 7919) % 10_000) / 10_000);
    sender.send(...values.map(value => ['/fader', value] as const));
    await until(
      'all is here',
      () => receiver.emitted.length >= values.length && sender.counters.sent >= 10_000,
    );
    expect(receiver.emitted.map(event => event.value)).toEqual(values);
    expect(sender.counters).toMatchObject({ sent: 10_000, dropped: 0 });
    if (protocol === '5' && qos !== '0') expect(broker.mostUnderWay).toBeLessThanOrEqual(20);
  });

  it('publishes ranges, words and JSON, and reads them; topics match whole', async () => {
    const broker = await serve();
    const options = {
      protocol: '3.1.1',
      retain: true,
      '/a/topic': 'range -10 10',
      '/b': ['discrete !0 0.5 off', 'discrete 0.5 !1 on'],
      'lamp#level': 'range 0 255',
    };
    const host = await open(broker.port, options);
    await until('it is connected', () => isOk(host));
    for (const channel of ['/a/topic', '/b', 'lamp#level', 'lamp#color[1]', '/abc/def']) host.add(channel);
    host.send(['/a/topic', 0.25], ['/b', 0.75], ['lamp#level', 1], ['lamp#color[1]', 0.5]);
    await until('all is published', () => broker.published.length === 4);
    expect(broker.published).toEqual([
      { topic: '/a/topic', text: '-5', retain: true, qos: 0 },
      { topic: '/b', text: 'on', retain: true, qos: 0 },
      { topic: 'lamp', text: '{"level":255}', retain: true, qos: 0 },
      { topic: 'lamp', text: '{"level":255,"color":[null,0.5]}', retain: true, qos: 0 },
    ]);
    await until('it hears itself', () => host.last('lamp#color[1]') === 0.5);
    host.emitted.length = 0;
    broker.publish('/abc', '1');
    broker.publish('/a/topic', '5.0');
    broker.publish('/b', 'off');
    broker.publish('lamp', '{"level":51,"color":[0,1]}');
    broker.publish('lamp', '{broken');
    await until('all is read', () => host.counters.malformed >= 2);
    expect(host.emitted.map(({ channel, value }) => [channel, value])).toEqual([
      ['/a/topic', 0.75],
      ['/b', 0],
      ['lamp#level', 0.2],
      ['lamp#color[1]', 1],
    ]);
  });

  it('reports what it may learn, and suggests it', async () => {
    const broker = await serve();
    const backend = await mqttBackend.load({
      ...{ log: memoryLog().log, clock: new VirtualClock(), dataFolder: '' },
      signal: new AbortController().signal,
    });
    const options = { host: `127.0.0.1:${broker.port}`, subscribe: '#', 'x/y': 'range 0 1' };
    const host = new FakeHost({ options });
    await host.open(backend);
    cleanups.unshift(() => host.instance.unload());
    await until('it learns', () => {
      broker.publish('stage/fader', '0.5');
      return host.detected.length > 0;
    });
    expect(host.detected[0]).toEqual({ channel: 'stage/fader', value: 0.5 });
    expect(backend.suggest('', options, 9).map(channel => channel.name)).toEqual(['stage/fader', 'x/y']);
    expect(backend.suggest('new', options, 9).map(channel => channel.name)).toEqual(['new']);
  });

  it('comes back after its broker was killed, restores its output and listens again', async () => {
    const clock = new VirtualClock();
    const first = await serve();
    const { port } = first;
    const host = await open(port, {}, clock);
    await until('it is connected', () => isOk(host));
    host.add('out', target);
    host.add('in', source);
    host.send(['out', 0.5]);
    await until('it is published', () => first.published.length === 1);
    await first.kill();
    await until('it complains', () => complains(host));
    expect(host.problems.standing).toMatchObject([{ code: 'backend.connect-failed' }]);
    host.send(['out', 0.6], ['out', 0.7]);
    expect(host.counters.dropped).toBe(2);
    const second = await serve({ port });
    await until('it is back', () => {
      clock.advance(100);
      return second.published.length > 0;
    });
    expect(second.published.map(message => message.text)).toEqual(['0.7']);
    await until('it listens', () => {
      second.publish('in', '1');
      return host.last('in') === 1;
    });
    expect(host.problems.standing).toEqual([]);
  });

  it('asks an old broker again with version 3.1.1', async () => {
    const clock = new VirtualClock();
    const broker = await serve({ old: true });
    const host = await open(broker.port, { user: 'me' }, clock);
    await until('it is connected', () => {
      clock.advance(100);
      return isOk(host);
    });
    expect(broker.connects.map(connect => connect.protocolVersion)).toEqual([5, 4]);
  });

  it('says who it is, and that it was refused', async () => {
    const broker = await serve({ password: 'right' });
    const good = await open(broker.port, {
      host: `mqtt://me:right@127.0.0.1:${broker.port}`,
      clientid: 'desk',
    });
    await until('it is connected', () => isOk(good));
    expect(broker.connects[0]).toMatchObject({ username: 'me', clientId: 'desk' });
    const bad = await open(broker.port, { user: 'me', password: 'wrong' });
    await until('it is refused', () => complains(bad));
    expect(bad.statuses.at(-1)?.detail).toMatch(/not authori[sz]ed/i);
  });

  it('leaves a last will for when it breaks, not for when it ends', async () => {
    const broker = await serve();
    const watcher = await open(broker.port, { gone: 'range 0 1' });
    watcher.add('gone', source);
    const will = { 'will-topic': 'gone', will: '1', clientid: 'leaving' };
    const leaving = await open(broker.port, will);
    await until('both are connected', () => isOk(watcher) && isOk(leaving));
    expect(broker.connects.at(-1)?.will).toMatchObject({ topic: 'gone', retain: false });
    await leaving.instance.unload();
    broker.publish('gone', '0');
    await until('the goodbye is over', () => watcher.emitted.length > 0);
    expect(watcher.emitted.map(event => event.value)).toEqual([0]);
    const breaking = await open(broker.port, { ...will, clientid: 'breaking' });
    await until('it is connected', () => isOk(breaking));
    broker.drop('breaking');
    await until('the last will is heard', () => watcher.last('gone') === 1);
  });

  it('says what is wrong with its options', async () => {
    const host = await FakeHost.start(mqttBackend, { options: { qos: '3', hots: 'x', 'a+b': 'range 0 1' } });
    const wrong = host.problems.standing.map(problem => (problem.place as { option?: string }).option);
    expect(wrong.sort()).toEqual(['a+b', 'host', 'hots', 'qos']);
    expect(host.statuses.at(-1)?.state).toBe('error');
    const ftp = await FakeHost.start(mqttBackend, { options: { host: 'ftp://x' } });
    expect(ftp.problems.standing[0]?.message).toContain('mqtt, mqtts, ws and wss');
  });
});

describe('Outbox', () => {
  function outbox(acknowledged: boolean) {
    const link = { ready: true, log: [] as string[], done: [] as ((error?: Error) => void)[] };
    const counts = { sent: 0, dropped: 0 };
    const box = new Outbox(
      {
        get ready() {
          return link.ready;
        },
        publish: (topic, payload, done) => {
          link.log.push(`${topic}=${payload}`);
          link.done.push(done);
        },
      },
      acknowledged,
      { sent: () => void counts.sent++, dropped: () => void counts.dropped++ },
    );
    return { link, counts, box };
  }
  it('keeps the newest of each topic for a slow broker', () => {
    const { link, counts, box } = outbox(false);
    box.restore(10);
    link.ready = false;
    for (const value of ['1', '2', '3']) box.send('a', value);
    box.send('b', '9');
    expect(counts.dropped).toBe(4);
    link.ready = true;
    box.flush();
    expect(link.log).toEqual(['a=3', 'b=9']);
    link.ready = false;
    box.send('a', '4');
    link.ready = true;
    box.send('a', '5');
    box.flush();
    expect(link.log).toEqual(['a=3', 'b=9', 'a=5']);
  });
  it('has no more under way than the broker takes, in order', () => {
    const { link, counts, box } = outbox(true);
    box.restore(2);
    for (const value of ['1', '2', '3', '4']) box.send('a', value);
    expect(link.log).toEqual(['a=1', 'a=2']);
    for (let i = 0; i < 4; i++) link.done[i]!();
    expect(link.log).toEqual(['a=1', 'a=2', 'a=3', 'a=4']);
    expect(counts).toEqual({ sent: 4, dropped: 0 });
  });
  it('forgets acknowledgements of a lost connection', () => {
    const { link, counts, box } = outbox(true);
    box.restore(1);
    box.send('a', '1');
    box.restore(1);
    expect(link.log).toEqual(['a=1', 'a=1']);
    link.done[0]!(new Error('lost'));
    expect(counts).toEqual({ sent: 0, dropped: 0 });
  });
});
