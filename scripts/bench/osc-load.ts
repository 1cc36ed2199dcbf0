import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** An OSC message with one float, as bytes. */
export function oscFloat(address: string, value: number): Buffer {
  const size = Math.ceil((address.length + 1) / 4) * 4;
  const message = Buffer.alloc(size + 8);
  message.write(address, 0, 'latin1');
  message.write(',f', size, 'latin1');
  message.writeFloatBE(value, size + 4);
  return message;
}

/** Sends OSC to `to` and hears what comes back on a port of its own. */
export class OscLoad {
  readonly #socket: Socket = createSocket({ type: 'udp4', recvBufferSize: 4 << 20 });
  readonly #send: Socket = createSocket('udp4');
  #onReply: () => void = () => undefined;

  async open(): Promise<number> {
    this.#socket.on('message', () => this.#onReply());
    this.#socket.bind(0, '127.0.0.1');
    await once(this.#socket, 'listening');
    return this.#socket.address().port;
  }

  async aim(port: number): Promise<void> {
    this.#send.connect(port, '127.0.0.1');
    await once(this.#send, 'connect');
  }

  /** Events per second with `outstanding` messages on their way at any time, over `ms`. */
  async closedLoop(messages: readonly Buffer[], outstanding: number, ms: number): Promise<number> {
    let sent = 0;
    let replies = 0;
    const next = () => this.#send.send(messages[sent++ % messages.length] as Buffer);
    this.#onReply = () => {
      replies++;
      next();
    };
    for (let i = 0; i < outstanding; i++) next();
    // A datagram that was lost would leave the loop one short for ever.
    let seen = 0;
    const refill = setInterval(() => {
      if (replies === seen) for (let i = 0; i < outstanding; i++) next();
      seen = replies;
    }, 100);
    await wait(ms / 4);
    const from = replies;
    const start = performance.now();
    await wait(ms);
    const rate = ((replies - from) * 1000) / (performance.now() - start);
    clearInterval(refill);
    this.#onReply = () => undefined;
    await wait(50);
    return rate;
  }

  /** Median time from sending to the reply in microseconds, at about `rate` events per second, one at a time. */
  async median(messages: readonly Buffer[], rate: number, ms: number): Promise<number> {
    const times: number[] = [];
    const end = performance.now() + ms;
    for (let i = 0; performance.now() < end; i++) {
      const start = performance.now();
      const reply = new Promise<void>(resolve => (this.#onReply = resolve));
      this.#send.send(messages[i % messages.length] as Buffer);
      await Promise.race([reply, wait(100)]);
      times.push((performance.now() - start) * 1000);
      await wait(1000 / rate);
    }
    times.sort((a, b) => a - b);
    return times[times.length >> 1] ?? NaN;
  }

  close(): void {
    this.#socket.close();
    this.#send.close();
  }
}

function wait(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}
