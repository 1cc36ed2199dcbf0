import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Options } from '../../../shared/patch/options.ts';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { SystemClock } from '../../threads/system-clock.ts';
import { maChannelInfo, maChannelName, parseMaChannel, suggestMaChannels } from './channels.ts';
import { mawebBackend } from './index.ts';
import { commandMessage, controlMessage, parseMessage, playbackRequests } from './protocol.ts';
import { SimulatedConsole } from './testing/simulated-console.ts';

const open: { stop(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.stop();
});

async function bench(options: Options = {}, console = new SimulatedConsole()) {
  await console.start();
  open.push(console);
  const given = { host: `127.0.0.1 ${console.port}`, ...options };
  const host = await FakeHost.start(mawebBackend, {
    options: given,
    globals: { interval: 20 },
    clock: new SystemClock(),
  });
  open.push({ stop: () => host.instance.unload() });
  const state = () => host.statuses.at(-1)?.state;
  const detail = () => host.statuses.at(-1)?.detail;
  return { console, host, state, detail };
}
const isOk = ({ state }: { state: () => string | undefined }) =>
  expect.poll(state, { timeout: 5000 }).toBe('ok');

describe('a console (simulated)', () => {
  it('is logged in to, and its executors, keys and command line are worked', async () => {
    const ma = await bench({ 'command.go': 'Go Executor 1', 'command.level': 'Executor 2 At {value}' });
    await isOk(ma);
    const { host, console } = ma;
    const channels = [
      'page1.fader3',
      'page2.button101',
      'page1.upper3',
      'ENTER',
      'command.go',
      'command.level',
    ];
    for (const channel of channels) host.add(channel, { source: false, target: true });
    host.send(...channels.map(channel => [channel, 1] as const));
    host.send(...channels.slice(1).map(channel => [channel, 0] as const));
    const count = () => console.heard.length;
    await expect.poll(count).toBe(10);
    const about = (key: string, value: unknown) => console.heard.filter(message => message[key] === value);
    expect(
      about('execIndex', 100).map(message => [message['pageIndex'], message['buttonId'], message['pressed']]),
    ).toEqual([
      [1, 0, true],
      [1, 0, false],
    ]);
    expect(about('execIndex', 2).map(message => [message['buttonId'], message['faderValue']])).toEqual([
      [2, undefined],
      [2, undefined],
      [undefined, 1],
    ]);
    expect(about('keyname', 'ENTER').map(message => message['value'])).toEqual([1, 0]);
    const commands = about('requestType', 'command').map(message => message['command']);
    expect(commands).toEqual(['Go Executor 1', 'Executor 2 At 100', 'Executor 2 At 0']);
  });

  it('tells where its faders are and what runs', async () => {
    const ma = await bench();
    await isOk(ma);
    const { host, console } = ma;
    console.faders.set('0/7', 0.25);
    console.running.add('1/103');
    host.add('page1.fader8');
    host.add('page2.button104');
    await expect.poll(() => host.last('page1.fader8')).toBe(0.25);
    await expect.poll(() => host.last('page2.button104')).toBe(1);
    console.faders.set('0/7', 0.5);
    await expect.poll(() => host.last('page1.fader8')).toBe(0.5);
    expect(host.emitted.map(one => one.value)).toEqual(expect.arrayContaining([0.25, 0.5, 1]));
    expect(host.emitted).toHaveLength(3);
  });

  it('is not flooded: the newest position of a fader counts', async () => {
    const ma = await bench();
    await isOk(ma);
    const { host, console } = ma;
    host.add('page1.fader1', { source: false, target: true });
    for (let i = 0; i <= 1000; i++) {
      host.send(['page1.fader1', i / 1000]);
      if (i % 100 === 0) await sleep(5);
    }
    await expect.poll(() => console.faders.get('0/0')).toBe(1);
    expect(console.heard.length).toBeLessThan(20);
  });

  it('is found again after a restart, and its faders are restored', async () => {
    const ma = await bench();
    await isOk(ma);
    const { host, console, state } = ma;
    host.add('page1.fader1', { source: false, target: true });
    host.send(['page1.fader1', 0.75]);
    await expect.poll(() => console.faders.get('0/0')).toBe(0.75);
    await console.stop();
    await expect.poll(state).toBe('waiting');
    console.faders.clear();
    await console.start();
    await isOk(ma);
    await expect.poll(() => console.faders.get('0/0')).toBe(0.75);
  });

  it('is replaced by the next one when it does not answer', async () => {
    const ma = await bench({ host: ['127.0.0.1 1', '127.0.0.1 1'] });
    await expect.poll(ma.state).toBe('waiting');
    const second = await bench({ host: ['127.0.0.1 1', `127.0.0.1 ${ma.console.port}`] });
    await isOk(second);
  });

  it('says so when it refuses the password', async () => {
    const { detail } = await bench({ password: 'wrong' });
    await expect.poll(detail).toContain('refused user or password');
  });

  it('may be a dot2, whose upper button has another number', async () => {
    const ma = await bench({ user: 'somebody' }, new SimulatedConsole('dot2'));
    await isOk(ma);
    expect(ma.detail()).toContain('dot2');
    ma.host.add('page1.upper1');
    ma.host.send(['page1.upper1', 1]);
    await expect.poll(() => ma.console.heard[0]?.['buttonId']).toBe(0);
  });

  it('may say anything', async () => {
    const ma = await bench();
    await isOk(ma);
    const { host, console, state } = ma;
    for (const text of ['', '[', '[]', '7', '{"responseType":"playbacks","itemGroups":{"a":1}}'])
      console.say(text);
    await expect.poll(() => host.counters.malformed).toBe(4);
    expect(state()).toBe('ok');
    console.say('{"session":-1}');
    await expect.poll(state).toBe('waiting');
  });

  it('has its buttons released when the instance goes', async () => {
    const { host, console, state } = await bench();
    await expect.poll(state).toBe('ok');
    host.add('page1.flash1');
    host.send(['page1.flash1', 1]);
    host.instance.panic?.();
    await expect.poll(() => console.heard.map(message => message['pressed'])).toEqual([true, false]);
  });
});

describe('messages', () => {
  it('never throw on any text, and values stay in 0..1', () => {
    const executor = fc.record({ iExec: fc.anything(), isRun: fc.anything(), executorBlocks: fc.anything() });
    const group = fc.record({
      itemsType: fc.constantFrom(2, 3),
      items: fc.array(fc.array(fc.oneof(executor, fc.anything()))),
    });
    const message = fc.record({
      responseType: fc.constant('playbacks'),
      iPage: fc.anything(),
      itemGroups: fc.array(group),
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          message.map(one => safeJson(one)),
        ),
        text => {
          for (const { value } of parseMessage(text)?.playbacks ?? [])
            expect(value >= 0 && value <= 1).toBe(true);
        },
      ),
    );
  });
  it('ask for whole groups of five, once for each page and kind', () => {
    const wanted = [1, 3, 7].map(index => ({ control: 'fader' as const, page: 0, index }));
    const [first, second, ...rest] = playbackRequests(
      'gma2',
      [...wanted, { control: 'button', page: 2, index: 101 }],
      4,
    );
    expect(JSON.parse(first ?? '')).toMatchObject({
      startIndex: [0, 5],
      itemsCount: [5, 5],
      itemsType: [2, 2],
      pageIndex: 0,
    });
    expect(JSON.parse(second ?? '')).toMatchObject({
      startIndex: [100],
      itemsType: [3],
      pageIndex: 2,
      view: 3,
    });
    expect(rest).toEqual([]);
  });
  it('carry values and keys', () => {
    expect(JSON.parse(commandMessage('At {value}, {value1}', 0.333, 1))).toMatchObject({
      command: 'At 33.3, 0.3330',
    });
    expect(JSON.parse(controlMessage('gma2', { kind: 'key', key: 'GO_PLUS' }, 0.5, 1))).toMatchObject({
      value: 0,
    });
  });
});

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? Number(one) : one)) ?? '';
  } catch {
    return '';
  }
}

describe('channels', () => {
  const parse = (name: string) => parseMaChannel('x', name, new Set(['go']));
  it.each(['page1.fader1', 'page12.flash90', 'page1.button190', 'ENTER', 'command.go'])('reads %s', name => {
    expect(maChannelName(parse(name))).toBe(name);
  });
  it('takes 3 for button 103, as MIDIMonster does', () => {
    expect(maChannelName(parse('page1.button3'))).toBe('page1.button103');
  });
  it.each([
    'page0.fader1',
    'page1.fader91',
    'page1.fader0',
    'page1.button95',
    'page1.knob1',
    'command.x',
    '',
  ])('refuses %s', name => expect(() => parse(name)).toThrow(/has no channel/));
  it('suggests, and tells what can be read', () => {
    expect(suggestMaChannels('page3.fader1', new Set(), 2).map(info => info.name)).toEqual([
      'page3.fader1',
      'page3.fader10',
    ]);
    expect(maChannelInfo(parse('page1.upper1'))).toMatchObject({ source: false, target: true });
  });
});
