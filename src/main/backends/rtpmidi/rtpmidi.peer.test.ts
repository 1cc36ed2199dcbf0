import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Options } from '../../../shared/patch/options.ts';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { isOk, until } from '../testing/net.ts';
import { missing, OUR_IP, type Peer, PEER_IP, runHere, startPeer } from '../testing/peers/network.ts';
import { realClock } from '../testing/real-clock.ts';
import { rtpmidiBackend } from './index.ts';

const root = join(import.meta.dirname, '../../../..');
const scripts = join(root, 'scripts/peers');
const LIBRARY = join(root, 'node_modules/.cache/crosspatch-tests/peers/node_modules/rtpmidi/package.json');
const ZEROCONF = '/usr/lib/python3/dist-packages/zeroconf/__init__.py';

const hosts: FakeHost[] = [];
const peers: Peer[] = [];
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.instance.unload();
  for (const peer of peers.splice(0)) await peer.stop('SIGKILL');
});

async function open(options: Options, globals: Options = {}): Promise<FakeHost> {
  const host = await FakeHost.start(rtpmidiBackend, { name: 'stage', options, globals, clock: realClock });
  hosts.push(host);
  return host;
}
function start(...command: string[]): Peer {
  const peer = startPeer(command);
  peers.push(peer);
  return peer;
}
const echo = (...args: string[]) => start(process.execPath, join(scripts, 'rtpmidi-echo.mjs'), ...args);
const zeroconf = (...args: string[]) => start('/usr/bin/python3', join(scripts, 'dns-sd.py'), ...args);
const says = (peer: Peer, words: string) =>
  until(`the peer says "${words}"`, () => peer.output.includes(words));

const noLibrary = missing(LIBRARY);
const noZeroconf = missing(ZEROCONF);
const suffix = (reason: string | undefined) => (reason === undefined ? '' : ` (${reason})`);

/** Send one of each, and expect the echo on the next MIDI channel. */
async function talk(host: FakeHost, peer: Peer): Promise<void> {
  const sent = ['note60', 'cc7', 'pressure3', 'aftertouch', 'pitch', 'program'];
  for (const kind of sent) {
    host.add(`ch2.${kind}`);
    host.add(`ch3.${kind}`);
  }
  host.add('start');
  host.send(...sent.map(kind => [`ch2.${kind}`, 1] as const), ['start', 1]);
  const hex = ['923c7f', 'b2077f', 'a2037f', 'd27f', 'e27f7f', 'c27f', 'fa'];
  await says(peer, 'midi fa');
  expect(peer.lines.filter(line => line.startsWith('midi')).slice(0, 7)).toEqual(
    hex.map(bytes => `midi ${bytes}`),
  );
  await until('all came back', () => host.emitted.length >= 7);
  expect(host.emitted.map(one => one.channel)).toEqual([...sent.map(kind => `ch3.${kind}`), 'start']);
  expect(host.emitted.every(one => one.value === 1)).toBe(true);
  host.send(['ch2.cc7', 0]);
  await says(peer, 'midi b20700');
  // The peer has confirmed nothing yet: the packet carries a journal of MIDI channel 2.
  await says(peer, 'journal 2');
}

describe.skipIf(noLibrary !== undefined)(`RTP-MIDI with the package rtpmidi${suffix(noLibrary)}`, () => {
  it(`invites it, and talks both ways${suffix(noLibrary)}`, async () => {
    const peer = echo('listen', '5014');
    await says(peer, 'ready');
    const host = await open({ peer: `${PEER_IP} 5015`, bind: `${OUR_IP} 5005` });
    await until('the session stands', () => isOk(host));
    await says(peer, 'control synchronization');
    await talk(host, peer);
    hosts.length = 0;
    await host.instance.unload();
    await says(peer, 'control end');
  });
  it(`is invited by it, and talks both ways${suffix(noLibrary)}`, async () => {
    const host = await open({ join: 'echo', bind: `${OUR_IP} 5005` });
    const peer = echo('invite', '5014', OUR_IP, '5004');
    await until('the session stands', () => isOk(host));
    await says(peer, 'control synchronization');
    await talk(host, peer);
  });
  it(`tells it what was heard${suffix(noLibrary)}`, async () => {
    const peer = echo('listen', '5014');
    await says(peer, 'ready');
    const host = await open({ peer: `${PEER_IP} 5015`, bind: `${OUR_IP} 5005` });
    await until('the session stands', () => isOk(host));
    host.add('ch0.cc1');
    host.send(['ch0.cc1', 1]);
    await says(peer, 'control receiver_feedback');
  });
});

describe.skipIf(noLibrary !== undefined)(`RTP-MIDI over a network that fails${suffix(noLibrary)}`, () => {
  it(`goes on when the interface is down and up again${suffix(noLibrary)}`, async () => {
    const peer = echo('listen', '5014');
    await says(peer, 'ready');
    const host = await open({ peer: `${PEER_IP} 5015`, bind: `${OUR_IP} 5005` });
    await until('the session stands', () => isOk(host));
    for (const channel of ['ch0.cc1', 'ch0.cc2', 'ch1.cc2']) host.add(channel);
    host.send(['ch0.cc1', 1]);
    await says(peer, 'midi b0017f');
    runHere('ip', 'link', 'set', 'a0', 'down');
    host.send(['ch0.cc1', 0]);
    await until('the loss is counted', () => host.counters.dropped > 0);
    runHere('ip', 'link', 'set', 'a0', 'up');
    // What the interface loses with it; scripts/peers/netns.sh had set it.
    runHere('ip', 'route', 'replace', '224.0.0.0/4', 'dev', 'a0');
    await until('it is heard again', () => {
      host.send(['ch0.cc2', 1]);
      return peer.output.includes('midi b0027f') && host.last('ch1.cc2') === 1;
    });
  });
});

describe.skipIf(noZeroconf !== undefined)(`mDNS with python3-zeroconf${suffix(noZeroconf)}`, () => {
  const globals = { 'mdns-name': 'crosspatch', 'mdns-interface': 'a0' };

  it(`is found by it, and takes its leave${suffix(noZeroconf)}`, async () => {
    const host = await open({ join: '*', bind: `${OUR_IP} 5005` }, globals);
    const peer = zeroconf('browse');
    await says(peer, 'found stage 5004');
    hosts.length = 0;
    await host.instance.unload();
    await says(peer, 'gone stage');
  });
  it.skipIf(noLibrary !== undefined)(`finds what it announces, and joins${suffix(noLibrary)}`, async () => {
    const peer = echo('listen', '5014');
    await says(peer, 'ready');
    const host = await open({ invite: 'the peer', bind: `${OUR_IP} 5005` }, globals);
    await says(zeroconf('announce', 'the peer', '5014', PEER_IP), 'announced');
    await until('the session stands', () => isOk(host));
  });
});
