import { createSocket } from 'node:dgram';
import { afterEach, describe, expect, it } from 'vitest';
import { encodePacket } from '../../../shared/osc/encode.ts';
import { channel, type OpenView, openView, sendUdp } from './testing/open-view.ts';

const opened: OpenView[] = [];
const open = async (config?: object) => {
  const view = await openView(config);
  opened.push(view);
  return view;
};
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

describe('queries', () => {
  it('tell about the host, and what it can do', async () => {
    const { get, port } = await open({ name: 'Stage' });
    const { body } = await get('/synth?HOST_INFO');
    expect(body).toMatchObject({
      ...{ NAME: 'Stage', OSC_IP: '127.0.0.1', OSC_PORT: port, OSC_TRANSPORT: 'UDP' },
      ...{ WS_IP: '127.0.0.1', WS_PORT: port },
    });
    const extensions = ['ACCESS', 'VALUE', 'RANGE', 'CLIPMODE', 'DESCRIPTION', 'TYPE'];
    const events = ['LISTEN', 'PATH_CHANGED', 'PATH_ADDED', 'PATH_REMOVED'];
    expect(body['EXTENSIONS']).toEqual(
      Object.fromEntries([...extensions, ...events].map(one => [one, true])),
    );
  });

  it('tell the namespace with types, ranges, access, values and names', async () => {
    const { get } = await open();
    const { body } = await get('/');
    const cutoff = {
      ...{ FULL_PATH: '/synth/ch0.cc74', TYPE: 'f', ACCESS: 3, RANGE: [{ MIN: 0, MAX: 1 }] },
      ...{ CLIPMODE: ['both'], VALUE: [0.5], DESCRIPTION: 'Cutoff (synth.ch0.cc74)' },
    };
    expect(body).toMatchObject({
      ...{ FULL_PATH: '/', ACCESS: 0 },
      CONTENTS: {
        synth: { CONTENTS: { 'ch0.cc74': cutoff } },
        mixer: {
          CONTENTS: {
            fader: { CONTENTS: { '1': { FULL_PATH: '/mixer/fader/1', ACCESS: 1 } } },
            odd_name: {},
          },
        },
      },
    });
    expect((await get('/synth/ch0.cc74')).body).toEqual(cutoff);
    expect((await get('/mixer/fader/')).body).toMatchObject({
      FULL_PATH: '/mixer/fader',
      CONTENTS: { '1': {} },
    });
  });

  it('answer attributes, one or several', async () => {
    const { get } = await open();
    expect(await get('/synth/ch0.cc74?VALUE')).toEqual({ status: 200, body: { VALUE: [0.5] } });
    expect((await get('/synth%2Fch0.cc74?TYPE&ACCESS=')).body).toEqual({ TYPE: 'f', ACCESS: 3 });
    expect((await get('/synth/ch0.cc74?FULL_PATH')).body).toEqual({ FULL_PATH: '/synth/ch0.cc74' });
  });

  it('say what is not there: no content, no such node, no such attribute', async () => {
    const { get } = await open();
    const statuses = {
      ...{ '/mixer/fader/1?VALUE': 204, '/mixer?RANGE': 204, '/synth/ch0.cc74?CONTENTS': 204 },
      ...{ '/nowhere': 404, '/nowhere?VALUE': 404, '/synth/ch0.cc74/more': 404 },
      ...{ '/synth?NONSENSE': 400, '/synth?VALUE&__proto__': 400, '/%E0%A4%A': 400 },
    };
    for (const [path, status] of Object.entries(statuses))
      expect([path, (await get(path)).status]).toEqual([path, status]);
    const { port } = opened[0]!;
    expect((await fetch(`http://127.0.0.1:${port}/`, { method: 'POST' })).status).toBe(405);
  });

  it('are answered on a WebSocket too', async () => {
    const { connect } = await open();
    const { socket, texts } = await connect();
    for (const query of ['/synth/ch0.cc74?VALUE', '/nowhere', '/%E0%A4%A']) socket.send(query);
    socket.send('/mixer/fader/1?TYPE');
    await expect.poll(() => texts).toEqual([{ VALUE: [0.5] }, { TYPE: 'f' }]);
  });
});

describe('listening', () => {
  it('streams what somebody listens to as OSC, and stops when told', async () => {
    const { connect, devices } = await open();
    const { socket, values, listen } = await connect();
    socket.send('no json');
    socket.send('{"COMMAND": "LISTEN", "DATA": {"a": 1}}');
    listen('/nowhere', '/synth/ch0.cc74', '/mixer/fader/1');
    await expect.poll(() => values).toEqual(['/synth/ch0.cc74=0.50']);
    devices.set(0, 0.75);
    devices.set(1, 1);
    await expect.poll(() => values.slice(1).sort()).toEqual(['/mixer/fader/1=1.00', '/synth/ch0.cc74=0.75']);
    socket.send(JSON.stringify({ COMMAND: 'IGNORE', DATA: '/synth/ch0.cc74' }));
    await new Promise(resolve => setTimeout(resolve, 60));
    devices.set(0, 1);
    devices.set(1, 0);
    await expect.poll(() => values.slice(3)).toEqual(['/mixer/fader/1=0.00']);
  });

  it('tells a value again to whoever begins to listen, though nothing has happened', async () => {
    const { connect } = await open();
    const first = await connect();
    first.listen('/synth/ch0.cc74');
    await expect.poll(() => first.values).toHaveLength(1);
    const second = await connect();
    second.listen('/synth/ch0.cc74');
    await expect.poll(() => second.values).toEqual(['/synth/ch0.cc74=0.50']);
    expect(first.values).toHaveLength(1);
  });

  it('looks at no values while nobody listens', async () => {
    const { connect, devices } = await open();
    const { socket, listen, values } = await connect();
    listen('/synth/ch0.cc74');
    await expect.poll(() => values).toHaveLength(1);
    socket.terminate();
    await new Promise(resolve => setTimeout(resolve, 60));
    const { looks } = devices;
    await new Promise(resolve => setTimeout(resolve, 120));
    expect(devices.looks).toBe(looks);
  });

  it('goes on when an address comes back', async () => {
    const { connect, devices, publish } = await open();
    const { values, listen, texts } = await connect();
    listen('/synth/ch0.cc74');
    await expect.poll(() => values).toHaveLength(1);
    publish('devices.channelsChanged', []);
    publish('devices.channelsChanged', [channel(3, 'synth', 'ch0.cc74')]);
    devices.set(3, 0.25);
    await expect.poll(() => values.at(-1)).toBe('/synth/ch0.cc74=0.25');
    expect(texts).toEqual([
      { COMMAND: 'PATH_REMOVED', DATA: '/synth' },
      { COMMAND: 'PATH_REMOVED', DATA: '/mixer' },
      { COMMAND: 'PATH_ADDED', DATA: '/synth' },
    ]);
  });
});

describe('the view', () => {
  it('refuses foreign names and pages of other sites', async () => {
    const { connect, port, get } = await open();
    await expect(connect({ origin: 'https://evil.example' })).rejects.toThrow('403');
    await expect(connect({ host: 'evil.example' })).rejects.toThrow('421');
    await expect(connect({ origin: `http://127.0.0.1:${port}` })).resolves.toBeDefined();
    expect((await get('/', { origin: 'null' })).status).toBe(403);
  });

  it('is not announced where nobody else can reach it', async () => {
    const { announced } = await open({ announce: true });
    expect(announced).toEqual([]);
  });

  it('gives all ports back when it goes, and when it cannot load', async () => {
    const { port, close } = await open();
    await close();
    const again = await open({ port });
    expect(again.port).toBe(port);
    await expect(open({ port: 0, osc_port: port })).rejects.toThrow('in use');
    await expect(open({ port })).rejects.toThrow('in use');
  });

  it('takes OSC on another port where the usual one is taken, and tells it', async () => {
    const other = createSocket('udp4');
    await new Promise<void>(resolve => other.bind(0, '127.0.0.1', resolve));
    const { port } = other.address();
    const { get, send, devices } = await open({ port });
    const { body } = await get('/?HOST_INFO');
    expect(body['OSC_PORT']).not.toBe(port);
    await send('/synth/ch0.cc74', { type: 'f', value: 1 });
    other.close();
    await sendUdp(
      body['OSC_PORT'] as number,
      encodePacket({ address: '/synth/ch0.cc74', args: [{ type: 'T' }] }),
    );
    await expect.poll(() => devices.written).toEqual([[0, 1]]);
  });
});
