import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SimulatedWidget } from './simulated-widget.ts';

export const hasSocat = spawnSync('socat', ['-V']).status === 0;

/** A simulated widget behind a real pseudo terminal, made by socat; it can be pulled and plugged. */
export class PtyWidget {
  widget = new SimulatedWidget(bytes => this.#socket?.write(bytes));
  readonly #server: Server;
  #socket: Socket | undefined;
  #socat: ChildProcess | undefined;

  constructor(readonly path: string) {
    this.#server = createServer(socket => {
      this.#socket = socket;
      this.widget = new SimulatedWidget(bytes => socket.write(bytes));
      socket.on('data', bytes => this.widget.feed(bytes));
      socket.on('error', () => undefined);
    });
  }

  async plug(): Promise<void> {
    if (!this.#server.listening) await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    const { port } = this.#server.address() as AddressInfo;
    const pty = `PTY,raw,echo=0,link=${this.path},mode=666`;
    this.#socat = spawn('socat', [pty, `TCP:127.0.0.1:${port}`], { stdio: 'ignore' });
    for (let i = 0; i < 200 && !(existsSync(this.path) && this.#socket); i++) await sleep(10);
  }

  async pull(): Promise<void> {
    const socat = this.#socat;
    this.#socat = this.#socket = undefined;
    if (!socat) return;
    socat.kill('SIGKILL');
    if (socat.exitCode === null && socat.signalCode === null) await once(socat, 'exit');
  }

  async close(): Promise<void> {
    await this.pull();
    this.#server.close();
  }
}
