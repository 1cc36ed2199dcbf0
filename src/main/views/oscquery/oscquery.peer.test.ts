import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../../backends/testing/net.ts';
import { missing, OUR_IP, type Peer, runPeer, startPeer } from '../../backends/testing/peers/network.ts';
import { announceByMdns } from './announce.ts';
import { mdnsHost } from './own-names.ts';
import { channel, type OpenView, openView } from './testing/open-view.ts';

const root = join(import.meta.dirname, '../../../..');
const scripts = join(root, 'scripts/peers');
const LIBRARY = join(root, 'node_modules/.cache/crosspatch-tests/peers/node_modules/oscquery/package.json');
const PYTHON = '/usr/lib/python3/dist-packages';
const PORT = 9490;
const OSC_PORT = 9491;
const SERVER = `http://${OUR_IP}:${PORT}`;
const TOKEN = 'the token of the peers';

const noZeroconf = missing(`${PYTHON}/zeroconf/__init__.py`);
const noWebSocket = missing(`${PYTHON}/websocket/__init__.py`, '/usr/bin/oscsend');
const noLibrary = missing(LIBRARY);
const suffix = (reason: string | undefined) => (reason === undefined ? '' : ` (${reason})`);

const views: OpenView[] = [];
const peers: Peer[] = [];
afterEach(async () => {
  for (const peer of peers.splice(0)) await peer.stop('SIGKILL');
  for (const view of views.splice(0)) await view.close();
});

async function open(config: object): Promise<OpenView> {
  const address = { host: OUR_IP, port: PORT, osc_port: OSC_PORT, name: 'Stage 1.0' };
  const view = await openView({ ...address, ...config }, announceByMdns);
  views.push(view);
  return view;
}
function start(...command: string[]): Peer {
  const peer = startPeer(command);
  peers.push(peer);
  return peer;
}
const client = (...args: string[]) => start('/usr/bin/python3', join(scripts, 'oscquery-client.py'), ...args);
async function walk(...args: string[]): Promise<readonly string[]> {
  const peer = client('walk', ...args);
  await says(peer, 'end');
  return peer.lines.slice(0, -1);
}
const says = (peer: Peer, words: string) =>
  until(`the peer says "${words}", not ${peer.output}`, () => peer.output.includes(words));

describe.skipIf(noZeroconf !== undefined)(`mDNS with python3-zeroconf${suffix(noZeroconf)}`, () => {
  it(`is found by it, queries and OSC, and takes its leave${suffix(noZeroconf)}`, async () => {
    const view = await open({ open: true });
    const peer = client('browse');
    await says(peer, `found _oscjson._tcp Stage 1-0 ${PORT} ${OUR_IP} ${mdnsHost()}.`);
    await says(peer, `found _osc._udp Stage 1-0 ${OSC_PORT} ${OUR_IP} ${mdnsHost()}.`);
    await view.close();
    await says(peer, 'gone _oscjson._tcp Stage 1-0');
    await says(peer, 'gone _osc._udp Stage 1-0');
  });
  it(`is found on every address when it listens on all${suffix(noZeroconf)}`, async () => {
    await open({ host: '0.0.0.0', open: true });
    await says(client('browse'), `found _oscjson._tcp Stage 1-0 ${PORT} ${OUR_IP} ${mdnsHost()}.`);
  });
  it(`announces no OSC where it takes none${suffix(noZeroconf)}`, async () => {
    await open({ token: TOKEN });
    const peer = client('browse');
    await says(peer, 'found _oscjson._tcp');
    await new Promise(resolve => setTimeout(resolve, 1500));
    expect(peer.output).not.toContain('_osc._udp');
  });
});

describe.skipIf(noLibrary !== undefined)(`OSCQuery with the package oscquery${suffix(noLibrary)}`, () => {
  it(`is found and read by it${suffix(noLibrary)}`, async () => {
    await open({ host: '0.0.0.0', open: true });
    const peer = start(process.execPath, join(scripts, 'oscquery-discover.mjs'));
    await says(peer, 'end');
    expect(peer.lines).toEqual([
      `up ${OUR_IP}:${PORT} Stage 1.0, OSC over UDP at ${OUR_IP}:${OSC_PORT}`,
      'method /synth/ch0.cc74 access 3 f=0.5 0..1 clip both: Cutoff (synth.ch0.cc74)',
      'method /mixer/fader/1 access 1 f=undefined 0..1 clip both: mixer./fader/1',
      'method /mixer/odd_name access 3 f=undefined 0..1 clip both: mixer./odd name',
      'end',
    ]);
  });
});

describe.skipIf(noWebSocket !== undefined)(`OSCQuery with Python and liblo${suffix(noWebSocket)}`, () => {
  it(`asks for the token${suffix(noWebSocket)}`, async () => {
    const { devices } = await open({ token: TOKEN });
    expect(await walk(SERVER)).toEqual(['refused 401']);
    expect(await walk(SERVER, TOKEN)).toContain('node /synth/ch0.cc74 f 3 [0.5]');
    await says(client('listen', SERVER, ''), '401');
    runPeer(['oscsend', `osc.udp://${OUR_IP}:${OSC_PORT}`, '/synth/ch0.cc74', 'f', '1']);
    await says(client('listen', SERVER, TOKEN, '/synth/ch0.cc74 0.25'), 'connected');
    await until('it is written', () => devices.written.length > 0);
    expect(devices.written).toEqual([[0, 0.25]]);
  });

  it(`is read, written and listened to${suffix(noWebSocket)}`, async () => {
    const { devices, publish } = await open({ open: true });
    expect(await walk(SERVER)).toEqual([
      'node /synth/ch0.cc74 f 3 [0.5]',
      'node /mixer/fader/1 f 1 None',
      'node /mixer/odd_name f 3 None',
    ]);
    const listen = JSON.stringify({ COMMAND: 'LISTEN', DATA: '/synth/ch0.cc74' });
    const peer = client('listen', SERVER, '', listen, '/mixer/odd_name 0.75');
    await says(peer, 'value /synth/ch0.cc74 0.50');
    await until('it is written', () => devices.written.length > 0);
    expect(devices.written).toEqual([[2, 0.75]]);
    const target = `osc.udp://${OUR_IP}:${OSC_PORT}`;
    runPeer(['oscsend', target, '/synth/ch0.cc74', 'f', '0.25']);
    await says(peer, 'value /synth/ch0.cc74 0.25');
    runPeer(['oscsend', target, '/synth/ch0.cc74', 'd', '7']);
    await says(peer, 'value /synth/ch0.cc74 1.00');
    publish('devices.channelsChanged', [channel(3, 'new', 'a')]);
    await says(peer, '"PATH_ADDED","DATA":"/new"');
  });
});
