import { createSocket, type Socket } from 'node:dgram';

/** One argument of an OSC message: its type tag and value. */
export type OscArgument = readonly [tag: 'i' | 'f' | 's', value: number | string];

export interface OscMessage {
  readonly address: string;
  readonly values: readonly (number | string)[];
}

/** A device that speaks OSC over UDP, written by hand so that it shares no code with the program under test. */
export class OscPeer {
  readonly received: OscMessage[] = [];
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', data => this.received.push(decode(data)));
  }

  /** Bound to a free port of 127.0.0.1. */
  static async open(): Promise<OscPeer> {
    const socket = createSocket('udp4');
    await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve));
    return new OscPeer(socket);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** The last value received at an address. */
  last(address: string): number | string | undefined {
    return this.received.findLast(message => message.address === address)?.values[0];
  }

  send(port: number, address: string, ...args: readonly OscArgument[]): Promise<void> {
    const packet = encode(address, args);
    return new Promise((resolve, reject) =>
      this.#socket.send(packet, port, '127.0.0.1', error => (error ? reject(error) : resolve())),
    );
  }

  close(): Promise<void> {
    return new Promise(resolve => this.#socket.close(resolve));
  }
}

/** A UDP port of 127.0.0.1 that nobody listens on at this moment. */
export async function freeUdpPort(): Promise<number> {
  const peer = await OscPeer.open();
  const { port } = peer;
  await peer.close();
  return port;
}

/** Strings end with one to four zero bytes, up to a multiple of four. */
function text(value: string): Buffer {
  const length = Buffer.byteLength(value);
  return Buffer.concat([Buffer.from(value), Buffer.alloc(4 - (length % 4))]);
}

function encode(address: string, args: readonly OscArgument[]): Buffer {
  const values = args.map(([tag, value]) => {
    if (typeof value === 'string') return text(value);
    const bytes = Buffer.alloc(4);
    if (tag === 'i') bytes.writeInt32BE(value);
    else bytes.writeFloatBE(value);
    return bytes;
  });
  return Buffer.concat([text(address), text(`,${args.map(([tag]) => tag).join('')}`), ...values]);
}

function decode(data: Buffer): OscMessage {
  let at = 0;
  const readText = () => {
    const end = data.indexOf(0, at);
    const value = data.toString('utf8', at, end);
    at = end + 4 - (end % 4);
    return value;
  };
  const address = readText();
  const values = [...readText().slice(1)].map(tag => {
    if (tag === 's') return readText();
    at += 4;
    return tag === 'i' ? data.readInt32BE(at - 4) : data.readFloatBE(at - 4);
  });
  return { address, values };
}
