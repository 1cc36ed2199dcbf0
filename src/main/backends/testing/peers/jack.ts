import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Peer } from './network.ts';

export const JACKD = '/usr/bin/jackd';
export const JACK_HEADER = '/usr/include/jack/jack.h';

/** A JACK server of its own with a dummy driver: MIDI ports that programs can make and join, without any hardware. */
export class Jack {
  readonly #server: Peer;

  private constructor(private readonly name: string) {
    const driver = ['-d', 'dummy', '-r', '48000', '-p', '512'];
    const args = ['--no-realtime', '--no-mlock', '--sync', '--timeout', '5000', '--name', name, ...driver];
    this.#server = new Peer(spawn(JACKD, args, { stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  static async start(): Promise<Jack> {
    const name = `peers${process.pid}`;
    // Read by libjack in this process and in each program started from here.
    Object.assign(process.env, {
      JACK_DEFAULT_SERVER: name,
      JACK_NO_START_SERVER: '1',
      JACK_NO_AUDIO_RESERVATION: '1',
    });
    const jack = new Jack(name);
    if (spawnSync('jack_wait', ['-w', '-t', '10']).status !== 0) throw new Error(jack.#server.output);
    return jack;
  }

  /** Start a program that is a JACK client; it prints line by line. */
  client(...command: readonly string[]): Peer {
    return new Peer(spawn('stdbuf', ['-oL', ...command], { stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  ports(): readonly string[] {
    return spawnSync('jack_lsp', { encoding: 'utf8' }).stdout.split('\n');
  }

  /** The full name of the port that contains all of these words, once it is there. */
  async port(words: string): Promise<string> {
    const all = words.split(' ');
    for (let i = 0; i < 100; i++) {
      const port = this.ports().find(name => all.every(word => name.includes(word)));
      if (port !== undefined) return port;
      await sleep(50);
    }
    throw new Error(`${this.name} has no port "${words}": ${this.ports().join(', ')}`);
  }

  /**
   * Join the port that contains the first words to the one that contains the others. Tried again for a while: the port
   * found may be that of a client that is just leaving.
   */
  async connect(from: string, to: string): Promise<void> {
    for (let tries = 1; ; tries++) {
      const ports = [await this.port(from), await this.port(to)];
      const { status, stderr } = spawnSync('jack_connect', ports, { encoding: 'utf8' });
      if (status === 0) return;
      if (tries === 20) throw new Error(stderr);
      await sleep(200);
    }
  }

  async stop(): Promise<void> {
    await this.#server.stop();
  }
}
