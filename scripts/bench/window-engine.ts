import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { ContractClient } from '../../src/shared/contract/client.ts';
import type { Port } from '../../src/shared/contract/port.ts';
import { oscFloat } from './osc-load.ts';
import { MOVED, moveOf } from './window-patch.ts';

const EVERY = 5;

/** A second window of the engine, without a page. */
export async function connect(address: string): Promise<ContractClient> {
  const { host, port, searchParams } = new URL(address);
  const socket = new WebSocket(`ws://${host}/ipc`, {
    headers: { cookie: `crosspatch_${port}=${searchParams.get('token')}`, origin: `http://${host}` },
  });
  await once(socket, 'open');
  return new ContractClient(portOf(socket), () => undefined);
}

function portOf(socket: WebSocket): Port {
  return {
    post: frame => socket.send(frame instanceof ArrayBuffer ? frame : JSON.stringify(frame)),
    onFrame: listener =>
      void socket.on('message', (data, binary) => {
        if (!binary) listener(JSON.parse(String(data)) as Parameters<typeof listener>[0]);
      }),
    onClose: listener => void socket.on('close', listener),
    close: () => socket.close(),
  };
}

/** Moves controllers by OSC all the time, so that the window has something to show, and knows how long events take. */
export class Mover {
  readonly #sender = createSocket('udp4');
  readonly #heard = createSocket('udp4');
  readonly #sent: number[] = [];
  #timer: NodeJS.Timeout | undefined;
  #longest = 0;

  /** Where the patch sends on what arrives. */
  async listen(): Promise<number> {
    this.#heard.bind(0, '127.0.0.1');
    await once(this.#heard, 'listening');
    this.#heard.on('message', () => {
      const sent = this.#sent.shift();
      if (sent !== undefined) this.#longest = Math.max(this.#longest, performance.now() - sent);
    });
    return this.#heard.address().port;
  }

  /** 200 events a second to the port `target`. */
  start(target: number): void {
    let count = 0;
    this.#timer = setInterval(() => {
      const which = count++ % MOVED;
      if (which === 0) this.#sent.push(performance.now());
      this.#sender.send(oscFloat(moveOf(which), (count % 97) / 97), target, '127.0.0.1');
    }, EVERY);
  }

  /** The longest way of an event through the engine since the last question, ms. */
  longest(): number {
    const waiting = this.#sent[0] === undefined ? 0 : performance.now() - this.#sent[0];
    const longest = Math.max(this.#longest, waiting);
    this.#longest = 0;
    return longest;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#sender.close();
    this.#heard.close();
  }
}
