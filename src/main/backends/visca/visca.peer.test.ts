import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SerialPort } from 'serialport';
import { afterAll, describe, expect, it } from 'vitest';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { complains, isOk, until } from '../testing/net.ts';
import { missing, type Peer, startPeer } from '../testing/peers/network.ts';
import { realClock } from '../testing/real-clock.ts';
import { viscaBackend } from './index.ts';
import { SimulatedCamera } from './testing/camera.ts';

const skip = missing('/usr/bin/socat');
const suffix = skip === undefined ? '' : ` (${skip})`;

/** A serial line as socat makes one, with a simulated camera at its far end. */
class Line {
  readonly camera = SimulatedCamera.bare();
  #socat: Peer | undefined;
  #far: SerialPort | undefined;

  constructor(
    readonly near: string,
    private readonly farPath: string,
  ) {}

  async open(): Promise<void> {
    const end = (path: string) => `PTY,raw,echo=0,link=${path},mode=666`;
    this.#socat = startPeer(['socat', end(this.near), end(this.farPath)]);
    await until('the line is there', () => existsSync(this.near) && existsSync(this.farPath));
    const far = new SerialPort({ path: this.farPath, baudRate: 9600 });
    far.on('error', () => undefined);
    far.on('data', (chunk: Buffer) => this.camera.feed(chunk, bytes => void far.write(bytes)));
    this.#far = far;
  }

  async close(): Promise<void> {
    const far = this.#far;
    if (far?.isOpen) await new Promise<void>(done => far.close(() => done()));
    await this.#socat?.stop();
  }
}

describe.skipIf(skip !== undefined)(`VISCA over a serial line of socat${suffix}`, () => {
  const folder = skip === undefined ? mkdtempSync(join(tmpdir(), 'visca-')) : '';
  const line = new Line(join(folder, 'near'), join(folder, 'far'));
  afterAll(async () => {
    await line.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it(`moves the camera, survives that the line goes and comes, and restores it${suffix}`, async () => {
    await line.open();
    const options = { device: `${line.near} 9600`, poll: 100 };
    const host = await FakeHost.start(viscaBackend, { options, clock: realClock });
    await until('it is connected', () => isOk(host));
    host.add('zoom');
    host.send(['zoom', 0.5]);
    await until('it zooms', () => line.camera.zoom === 0x2000);
    await until('it reads that back', () => host.last('zoom') === 0.5);
    await line.close();
    await until('it complains', () => complains(host));
    expect(host.problems.standing).toMatchObject([{ code: 'backend.connect-failed' }]);
    line.camera.zoom = 0;
    await line.open();
    await until('it is restored', () => line.camera.zoom === 0x2000);
    expect(host.problems.standing).toEqual([]);
    await host.instance.unload();
  });
});
