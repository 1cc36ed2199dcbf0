import { mkdtempSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Peer, PEER_IP, runPeer, startPeer } from './network.ts';

export const OLAD = '/usr/bin/olad';
const HTTP_PORT = 9090;
const PLUGINS = [
  ...[
    'artnet',
    'dmx4linux',
    'dummy',
    'e131',
    'espnet',
    'ftdidmx',
    'gpio',
    'karate',
    'kinet',
    'milinst',
    'nanoleaf',
  ],
  ...['opendmx', 'openpixelcontrol', 'osc', 'pathport', 'renard', 'sandnet', 'shownet', 'spi', 'spidmx'],
  ...['stageprofi', 'uartdmx', 'usbdmx', 'usbserial'],
];

/** The configuration of each plugin that shall run, by its name; all others are off. */
export type OlaConfig = Readonly<Record<string, readonly string[]>>;

/** OLA's daemon on the peers' side, steered over its web interface. */
export class Ola {
  private constructor(
    private readonly daemon: Peer,
    private readonly folder: string,
  ) {}

  static async start(config: OlaConfig): Promise<Ola> {
    const folder = mkdtempSync(join(tmpdir(), 'ola-'));
    for (const plugin of PLUGINS) {
      const lines = config[plugin];
      const text = lines ? ['enabled = true', ...lines] : ['enabled = false'];
      writeFileSync(join(folder, `ola-${plugin}.conf`), `${text.join('\n')}\n`);
    }
    chmodSync(folder, 0o777);
    // olad refuses to run as root.
    const daemon = startPeer(
      [
        ...['setpriv', '--reuid=olad', '--regid=olad', '--clear-groups'],
        ...[OLAD, '-c', folder, '-p', String(HTTP_PORT), '--interface', PEER_IP, '-l', '3'],
        ...['--no-http-quit', '--no-register-with-dns-sd'],
      ],
      { HOME: folder },
    );
    const ola = new Ola(daemon, folder);
    await ola.#ready();
    return ola;
  }

  /** Connect a port of a device to a universe. Devices are found by a part of their name. */
  patch(device: string, port: number, universe: number, direction: 'in' | 'out'): void {
    const found = runPeer(['ola_dev_info'])
      .split('\n')
      .find(line => line.startsWith('Device') && line.includes(device));
    const alias = /^Device (\d+)/.exec(found ?? '')?.[1];
    if (alias === undefined) throw new Error(`OLA has no device "${device}"`);
    const flags = direction === 'in' ? ['-i'] : [];
    runPeer(['ola_patch', '-d', alias, '-p', String(port), '-u', String(universe), ...flags]);
  }

  /** Names of the devices that OLA knows. */
  devices(): string {
    return runPeer(['ola_dev_info']);
  }

  async set(universe: number, levels: readonly number[]): Promise<void> {
    const body = new URLSearchParams({ u: String(universe), d: levels.join() });
    const answer = await fetch(`${this.#url}/set_dmx`, { method: 'POST', body });
    if (!answer.ok) throw new Error(`OLA refused levels: ${answer.status}`);
  }

  async get(universe: number): Promise<readonly number[]> {
    const answer = await fetch(`${this.#url}/get_dmx?u=${universe}`);
    const { dmx } = (await answer.json()) as { dmx: readonly number[] };
    return dmx;
  }

  async stop(): Promise<void> {
    await this.daemon.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get #url(): string {
    return `http://${PEER_IP}:${HTTP_PORT}`;
  }

  async #ready(): Promise<void> {
    const end = Date.now() + 15_000;
    for (;;) {
      const up = await fetch(`${this.#url}/json/server_stats`).then(
        answer => answer.ok,
        () => false,
      );
      if (up) return;
      if (Date.now() > end) throw new Error(`olad does not start: ${this.daemon.output}`);
      await new Promise(done => setTimeout(done, 50));
    }
  }
}
