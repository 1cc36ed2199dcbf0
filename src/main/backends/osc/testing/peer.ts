import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import {
  encodePacket,
  type OscArgument,
  type OscMessage,
  type OscPacket,
} from '../../../../shared/osc/encode.ts';
import { decodeMessages } from '../../../../shared/osc/testing/messages.ts';

/** Another OSC program on 127.0.0.1, for tests with real sockets. */
export class Peer {
  readonly received: OscMessage[] = [];

  private constructor(private readonly socket: Socket) {
    socket.on('message', bytes => this.received.push(...(decodeMessages(bytes) ?? [])));
  }

  /** On all addresses only for what needs it (broadcasts). */
  static async open(port = 0, host: '127.0.0.1' | '0.0.0.0' = '127.0.0.1'): Promise<Peer> {
    const socket = createSocket('udp4');
    socket.bind(port, host);
    await once(socket, 'listening');
    return new Peer(socket);
  }

  get port(): number {
    return this.socket.address().port;
  }

  send(port: number, packet: OscPacket | Uint8Array): void {
    this.socket.send(packet instanceof Uint8Array ? packet : encodePacket(packet), port, '127.0.0.1');
  }

  message(port: number, address: string, ...args: OscArgument[]): void {
    this.send(port, { address, args });
  }

  close(): void {
    this.socket.close();
  }
}
