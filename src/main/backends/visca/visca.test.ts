import { afterEach, describe, expect, it } from 'vitest';
import type { AddressInfo } from 'node:net';
import type { Options } from '../../../shared/patch/options.ts';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { VirtualClock } from '../../../shared/plugin/testing/virtual-clock.ts';
import { complains, closeSocket, freeTcpPort, isOk, until } from '../testing/net.ts';
import { viscaBackend } from './index.ts';
import { SimulatedCamera, type CameraOptions } from './testing/camera.ts';

const source = { source: true, target: false };
const target = { source: false, target: true };
const cleanups: (() => unknown)[] = [];

async function udpCamera(options: CameraOptions = {}) {
  const { camera, socket } = await SimulatedCamera.udp(options);
  cleanups.push(() => closeSocket(socket));
  return { camera, socket, connect: `127.0.0.1 ${socket.address().port} udp` };
}
async function open(options: Options, clock = new VirtualClock()): Promise<FakeHost> {
  const host = await FakeHost.start(viscaBackend, { options, clock });
  cleanups.unshift(() => host.instance.unload());
  return host;
}

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

describe('visca', () => {
  it.each([
    ['with the Sony header', 'sony'],
    ['bare', 'none'],
  ])('sends 10,000 presets over UDP %s, all and in order', async (_, header) => {
    const { camera, connect } = await udpCamera({ sony: header === 'sony' });
    const host = await open({ connect, header });
    await until('it is connected', () => isOk(host));
    const names = Array.from({ length: 255 }, (_unused, n) => `memory${n}`);
    for (const name of names) host.add(name, target);
    const sent = Array.from({ length: 10_000 }, (_unused, i) => (i * 7919) % 255);
    for (let i = 0; i < sent.length; i += 200) {
      host.send(...sent.slice(i, i + 200).map(n => [`memory${n}`, 1] as const));
      await until('the burst is done', () => camera.commands.length === i + 200);
    }
    expect(camera.commands.map(hex => parseInt(hex.slice(-2), 16))).toEqual(sent);
    expect(host.counters.dropped).toBe(0);
  });

  it('replaces positions while the camera is busy, but ends at the last one', async () => {
    const { camera, connect } = await udpCamera();
    const host = await open({ connect });
    await until('it is connected', () => isOk(host));
    host.add('zoom', target);
    host.add('power', target);
    host.send(...Array.from({ length: 100 }, (_, i) => ['zoom', i / 99] as const), ['power', 0]);
    await until('it is there', () => camera.zoom === 0x4000 && !camera.power);
    expect(camera.commands.length).toBeLessThan(10);
  });

  it('reads back what the patch listens to, and only when it changed', async () => {
    const clock = new VirtualClock();
    const { camera, connect } = await udpCamera();
    const host = await open({ connect, poll: 100 }, clock);
    await until('it is connected', () => isOk(host));
    for (const name of ['pan', 'tilt', 'zoom', 'power', 'autofocus']) host.add(name, source);
    const read = async (count: number) => {
      clock.advance(100);
      await until('answers are here', () => host.emitted.length >= count);
    };
    await read(5);
    camera.pan = -0x990;
    camera.power = false;
    await read(7);
    expect(host.emitted.map(({ channel, value }) => `${channel}=${value}`)).toEqual([
      ...['pan=0.5', 'tilt=0.5', 'zoom=0', 'power=1', 'autofocus=1'],
      ...['pan=0', 'power=0'],
    ]);
    expect(() => host.add('home', source)).toThrow(/can only be sent to/);
  });

  it('says that a camera does not answer, notices its return and restores it', async () => {
    const clock = new VirtualClock();
    const { camera, connect } = await udpCamera();
    const host = await open({ connect }, clock);
    await until('it is connected', () => isOk(host));
    host.add('zoom', target);
    host.add('memory1', target);
    camera.mute = true;
    host.send(['zoom', 1], ['memory1', 1]);
    clock.advance(8000);
    expect(host.statuses.at(-1)?.detail).toContain('does not answer');
    expect(host.problems.standing).toMatchObject([{ code: 'backend.connect-failed' }]);
    await until('all has arrived', () => camera.heard === host.counters.sent);
    camera.mute = false;
    await until('it is restored', () => {
      clock.advance(200);
      return camera.zoom === 0x4000;
    });
    expect(isOk(host)).toBe(true);
    expect(host.problems.standing).toEqual([]);
    expect(camera.commands.filter(hex => hex.startsWith('01043f'))).toEqual([]);
  });

  it('repeats to a busy camera, and drops what it refuses', async () => {
    const clock = new VirtualClock();
    const { camera, connect } = await udpCamera();
    const host = await open({ connect }, clock);
    await until('it is connected', () => isOk(host));
    host.add('memory1', target);
    camera.refusals.push(0x03, 0x03, 0x41);
    host.send(['memory1', 1], ['memory1', 1]);
    await until('the second is done', () => {
      clock.advance(10);
      return camera.commands.length === 1;
    });
    expect(host.counters.dropped).toBe(1);
    expect(host.memory.lines.at(-1)?.text).toContain('cannot do this now');
  });

  it('counts anew when a Sony camera lost count', async () => {
    const { camera, connect } = await udpCamera({ sony: true });
    const host = await open({ connect, header: 'sony' });
    await until('it is connected', () => isOk(host));
    host.add('memory1', target);
    camera.forget();
    host.send(['memory1', 1]);
    await until('it is done', () => camera.commands.length === 1);
    expect(camera.resets).toBe(2);
  });

  it('comes back over TCP after the camera hung up in the middle of an answer', async () => {
    const clock = new VirtualClock();
    const first = await SimulatedCamera.tcp();
    const { port } = first.server.address() as AddressInfo;
    const host = await open({ connect: `127.0.0.1 ${port}` }, clock);
    await until('it is connected', () => isOk(host));
    host.add('pan', target);
    host.send(['pan', 1]);
    await until('it moved', () => first.camera.pan === 0x990);
    first.server.close();
    first.sockets.forEach(socket => socket.end(Uint8Array.of(0x90, 0x50, 0x01)));
    await until('it complains', () => complains(host));
    host.send(['pan', 0]);
    expect(host.counters.dropped).toBe(1);
    const second = await SimulatedCamera.tcp({ port });
    cleanups.push(() => (second.server.close(), second.sockets.forEach(socket => socket.destroy())));
    await until('it moved', () => {
      clock.advance(100);
      return second.camera.pan === -0x990;
    });
    expect(host.problems.standing).toEqual([]);
  });

  it('stops a driving camera when it ends, and on panic', async () => {
    const { camera, connect } = await udpCamera();
    const host = await open({ connect });
    await until('it is connected', () => isOk(host));
    host.add('move.left', target);
    host.send(['move.left', 1]);
    await until('it drives', () => camera.commands.length === 1);
    host.instance.panic?.();
    await until('it stands', () => camera.commands.at(-1) === '01060101010303');
    host.send(['move.left', 1]);
    await until('it drives again', () => camera.commands.length === 3);
    await host.instance.unload();
    await until('it stands again', () => camera.commands.length === 4);
    expect(camera.commands.at(-1)).toBe('01060101010303');
  });

  it('does not wait where there are no answers', async () => {
    const { camera, connect } = await udpCamera();
    const host = await open({ connect, answers: false });
    await until('it is open', () => isOk(host));
    camera.mute = true;
    host.add('memory1', target);
    host.send(...Array.from({ length: 20 }, () => ['memory1', 1] as const));
    expect(host.counters).toMatchObject({ sent: 20, dropped: 0 });
  });

  it('says what is wrong', async () => {
    const nothing = await open({});
    expect(nothing.statuses.at(-1)?.state).toBe('error');
    const port = await freeTcpPort();
    const away = await open({ connect: `127.0.0.1 ${port}` });
    await until('it complains', () => complains(away));
    expect(away.statuses.at(-1)?.detail).toContain('nobody listens there');
    const serial = await open({ device: '/dev/nosuch 9600' });
    await until('it complains', () => complains(serial));
    expect(serial.problems.standing).toMatchObject([{ place: { option: 'device' } }]);
  });
});
