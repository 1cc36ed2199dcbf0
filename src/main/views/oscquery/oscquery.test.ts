import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { LiveChannel } from '../../../shared/contract/calls/devices.ts';
import type { ServiceCallable } from '../../../shared/plugin/service.ts';
import { memoryLog, memoryProblems } from '../../../shared/plugin/testing/fake-host.ts';
import { SystemClock } from '../../threads/system-clock.ts';
import { createOscQueryView } from './index.ts';

const channel = (index: number, instance: string, name: string): LiveChannel => ({
  index,
  instance,
  channel: name,
  source: true,
  target: false,
});

const NAMES = {
  instance: 'synth',
  channel: 'ch0.cc74',
  name: 'Cutoff',
  source: 's',
  more: 0,
  personal: false,
};

let address = '';
let values: [number, number][] = [];
let publish: (event: string, payload: unknown) => void = () => undefined;
let announced: unknown[] = [];
let view: ReturnType<typeof createOscQueryView>;
const sockets: WebSocket[] = [];

async function open(config: object = {}): Promise<void> {
  announced = [];
  view = createOscQueryView(
    at => (address = at),
    async (...given) => {
      announced.push(given.slice(0, 3));
      return () => void announced.push('gone');
    },
  );
  const channels = [
    channel(0, 'synth', 'ch0.cc74'),
    channel(1, 'mixer', '/fader/1'),
    channel(2, 'mixer', '/odd name'),
  ];
  const devices: ServiceCallable = async ({ op }) => (op === 'values' ? values : channels);
  const directory: ServiceCallable = async () => ({ revision: 1, names: [NAMES], missing: [] });
  await view.load({
    config: { port: 0, ...config },
    log: memoryLog().log,
    clock: new SystemClock(),
    problems: memoryProblems().reporter,
    bus: {
      publish: () => undefined,
      subscribe: listener => {
        publish = listener;
        return () => undefined;
      },
    },
    signal: new AbortController().signal,
    subscriptions: [],
    services: new Map([
      ['devices', devices],
      ['directory', directory],
    ]),
  });
}

async function get(path: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(address + path);
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
}

function connect(headers: Record<string, string> = {}): Promise<WebSocket> {
  const socket = new WebSocket(address.replace('http', 'ws'), { headers });
  sockets.push(socket);
  return new Promise((resolve, reject) => socket.on('open', () => resolve(socket)).on('error', reject));
}

beforeEach(() => {
  values = [[0, 0.5]];
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await view.unload?.();
});

describe('oscquery', () => {
  it('tells about the host', async () => {
    await open({ name: 'Stage' });
    const { body } = await get('/?HOST_INFO');
    expect(body).toMatchObject({
      NAME: 'Stage',
      EXTENSIONS: { VALUE: true, LISTEN: true, PATH_CHANGED: true },
    });
  });

  it('tells the namespace with types, ranges, access, values and names', async () => {
    await open();
    const { body } = await get('/');
    expect(body).toMatchObject({
      FULL_PATH: '/',
      ACCESS: 0,
      CONTENTS: {
        synth: {
          CONTENTS: {
            'ch0.cc74': {
              FULL_PATH: '/synth/ch0.cc74',
              TYPE: 'f',
              ACCESS: 1,
              RANGE: [{ MIN: 0, MAX: 1 }],
              VALUE: [0.5],
              DESCRIPTION: 'Cutoff (synth.ch0.cc74)',
            },
          },
        },
        mixer: { CONTENTS: { fader: { CONTENTS: { '1': { FULL_PATH: '/mixer/fader/1' } } }, odd_name: {} } },
      },
    });
    expect((await get('/mixer/fader')).body).toMatchObject({
      FULL_PATH: '/mixer/fader',
      CONTENTS: { '1': {} },
    });
  });

  it('answers single attributes, and says what is not there', async () => {
    await open();
    expect(await get('/synth/ch0.cc74?VALUE')).toEqual({ status: 200, body: { VALUE: [0.5] } });
    expect((await get('/mixer/fader/1?VALUE')).status).toBe(204);
    expect((await get('/nowhere')).status).toBe(404);
    expect((await get('/synth?NONSENSE')).status).toBe(400);
  });

  it('streams what somebody listens to as OSC, and stops when told', async () => {
    await open();
    const socket = await connect();
    const heard: Buffer[] = [];
    socket.on('message', (data, binary) => void (binary && heard.push(data as Buffer)));
    socket.send('no json');
    socket.send(JSON.stringify({ COMMAND: 'LISTEN', DATA: '/nowhere' }));
    socket.send(JSON.stringify({ COMMAND: 'LISTEN', DATA: '/synth/ch0.cc74' }));
    await expect.poll(() => heard.length).toBe(1);
    const packet = heard[0]!;
    expect(packet.subarray(0, 20).toString()).toBe('/synth/ch0.cc74\0,f\0\0');
    expect(packet.readFloatBE(20)).toBeCloseTo(0.5);
    values = [[0, 0.75]];
    await expect.poll(() => heard.length).toBe(2);
    socket.send(JSON.stringify({ COMMAND: 'IGNORE', DATA: '/synth/ch0.cc74' }));
    await new Promise(resolve => setTimeout(resolve, 100));
    values = [[0, 1]];
    await new Promise(resolve => setTimeout(resolve, 150));
    expect(heard).toHaveLength(2);
  });

  it('tells that the tree changed', async () => {
    await open();
    const socket = await connect();
    const heard: unknown[] = [];
    socket.on('message', data => void heard.push(JSON.parse(String(data))));
    publish('devices.channelsChanged', [channel(3, 'new', 'a')]);
    await expect.poll(() => heard).toEqual([{ COMMAND: 'PATH_CHANGED', DATA: '/' }]);
    expect((await get('/new/a')).status).toBe(200);
  });

  it('refuses foreign names and pages of other sites', async () => {
    await open();
    await expect(connect({ origin: 'https://evil.example' })).rejects.toThrow('403');
    await expect(connect({ host: 'evil.example' })).rejects.toThrow('403');
  });

  it('is announced where others can reach it, or when asked for', async () => {
    await open();
    expect(announced).toEqual([]);
    await view.unload?.();
    await open({ announce: true, name: 'Stage' });
    expect(announced).toEqual([['Stage', '127.0.0.1', Number(new URL(address).port)]]);
    await view.unload?.();
    expect(announced.at(-1)).toBe('gone');
  });
});
