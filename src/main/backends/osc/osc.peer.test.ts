import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Options } from '../../../shared/patch/options.ts';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { isOk, until } from '../testing/net.ts';
import { missing, OUR_IP, type Peer, PEER_IP, runPeer, startPeer } from '../testing/peers/network.ts';
import { realClock } from '../testing/real-clock.ts';
import { oscBackend } from './index.ts';

const PD = '/usr/bin/pd';
const OUR_PORT = 9001;
const PEER_PORT = 9002;
const clients: { stop(): unknown }[] = [];

async function open(options: Options): Promise<FakeHost> {
  const host = await FakeHost.start(oscBackend, { options, clock: realClock });
  clients.push({ stop: () => host.instance.unload() });
  await until('it is open', () => isOk(host));
  return host;
}
function start(...command: string[]): Peer {
  const peer = startPeer(command);
  clients.push(peer);
  return peer;
}

afterEach(async () => {
  for (const client of clients.splice(0)) await client.stop();
});

const liblo = missing('/usr/bin/oscsend', '/usr/bin/oscdump');
const lo = liblo === undefined ? '' : ` (${liblo})`;

describe.skipIf(liblo !== undefined)(`OSC with liblo${lo}`, () => {
  it(`hears every type that oscsend writes${lo}`, async () => {
    const host = await open({ bind: `${OUR_IP} ${OUR_PORT}`, '/l': 'h 0 1000' });
    const channels = ['/a', '/a:1', '/a:2', '/a:4', '/a:5', '/l', '/none'];
    for (const channel of channels) host.add(channel, { source: true, target: false });
    const send = (...words: string[]) => runPeer(['oscsend', `osc.udp://${OUR_IP}:${OUR_PORT}`, ...words]);
    send('/a', 'ifdsTF', '51', '0.25', '0.5', 'words');
    send('/l', 'h', '250');
    send('/none');
    await until('all is here', () => host.emitted.length === 7);
    expect(host.emitted.map(({ channel, value }) => [channel, value])).toEqual([
      ...[
        ['/a', 0.2],
        ['/a:1', 0.25],
        ['/a:2', 0.5],
        ['/a:4', 1],
        ['/a:5', 0],
        ['/l', 0.25],
        ['/none', 1],
      ],
    ]);
    expect(host.counters.malformed).toBe(0);
  });

  it(`is understood by oscdump${lo}`, async () => {
    const dump = start('stdbuf', '-oL', 'oscdump', '-L', String(PEER_PORT));
    const host = await open({
      destination: `${PEER_IP} ${PEER_PORT}`,
      '/f': 'f -60 0',
      '/i': 'i 0 255',
      '/h': 'h 0 1000',
      '/d': 'd 0 1',
    });
    for (const channel of ['/ready', '/f', '/i', '/h', '/d'])
      host.add(channel, { source: false, target: true });
    await until('it listens', () => {
      host.send(['/ready', Math.random()]);
      return dump.output.includes('/ready');
    });
    host.send(['/f', 0.75], ['/i', 0.2], ['/h', 0.25], ['/d', 0.125]);
    await until('all is heard', () => dump.output.includes('/d '));
    const heard = dump.lines
      .filter(line => !line.includes('/ready'))
      .map(line => line.replace(/^\S+ /, '').trim());
    expect(heard).toEqual(['/f f -15.000000', '/i i 51', '/h h 250', '/d d 0.125000']);
  });
});

const pd = missing(PD);
const note = pd === undefined ? '' : ` (${pd})`;

/** Hears OSC on PEER_PORT and sends the first number of each message back as /echo. */
const PATCH = [
  '#N canvas 0 0 450 300 12;',
  `#X obj 10 10 netreceive -u -b ${PEER_PORT};`,
  '#X obj 10 40 oscparse;',
  '#X obj 10 70 list split 1;',
  '#X obj 10 100 oscformat echo;',
  '#X obj 10 130 list prepend send;',
  '#X obj 10 160 list trim;',
  '#X obj 10 190 netsend -u -b;',
  '#X obj 200 10 loadbang;',
  `#X msg 200 40 connect ${OUR_IP} ${OUR_PORT};`,
  ...['0 0 1 0', '1 0 2 0', '2 1 3 0', '3 0 4 0', '4 0 5 0', '5 0 6 0', '7 0 8 0', '8 0 6 0'].map(
    wire => `#X connect ${wire};`,
  ),
];

describe.skipIf(pd !== undefined)(`OSC with Pure Data${note}`, () => {
  it(`sends 200 numbers to Pure Data and gets each of them back${note}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pd-'));
    const file = join(folder, 'echo.pd');
    writeFileSync(file, `${PATCH.join('\n')}\n`);
    clients.push({ stop: () => rmSync(folder, { recursive: true }) });
    start(PD, '-nogui', '-noaudio', '-nomidi', '-noprefs', '-open', file);
    const host = await open({ bind: `${OUR_IP} ${OUR_PORT}`, destination: `${PEER_IP} ${PEER_PORT}` });
    host.add('/fader', { source: false, target: true });
    host.add('/echo', { source: true, target: false });
    await until('it answers', () => {
      host.send(['/fader', Math.random()]);
      return host.emitted.length > 0;
    });
    await new Promise(done => setTimeout(done, 300));
    host.emitted.length = 0;
    const values = Array.from({ length: 200 }, (_, i) => Math.fround(((i * 37) % 200) / 200));
    for (const value of values) host.send(['/fader', value]);
    await until('all came back', () => host.emitted.length === values.length);
    expect(host.emitted.map(event => event.value)).toEqual(values);
  });
});
