import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { END, fromSigned, MessageReader, toNibbles } from '../codec.ts';

export interface CameraOptions {
  readonly sony?: boolean;
  readonly port?: number;
}

/**
 * A simulated camera, written from the protocol: it acknowledges commands, remembers positions and answers questions.
 * It is no real one: timing and quirks of makers are not in it.
 */
export class SimulatedCamera {
  /** Bodies of the commands it got, without address and end, as hex. */
  readonly commands: string[] = [];
  /** Error code to answer the next commands with. */
  readonly refusals: number[] = [];
  /** Takes everything in, answers nothing. */
  mute = false;
  /** Messages that arrived, answered or not. */
  heard = 0;
  resets = 0;
  pan = 0;
  tilt = 0;
  zoom = 0;
  power = true;
  autofocus = true;
  #expected = 0;
  #reader: MessageReader;
  #reply: (message: Uint8Array) => void = () => undefined;

  private constructor(private readonly sony: boolean) {
    this.#reader = new MessageReader(
      message => this.#message(message),
      () => undefined,
    );
  }

  /** One without a line: give it bytes with `feed`. */
  static bare(): SimulatedCamera {
    return new SimulatedCamera(false);
  }

  static async udp({ sony = false, port = 0 }: CameraOptions = {}): Promise<{
    camera: SimulatedCamera;
    socket: UdpSocket;
  }> {
    const camera = new SimulatedCamera(sony);
    const socket = createSocket('udp4').bind(port, '127.0.0.1');
    await once(socket, 'listening');
    socket.on('message', (packet, from) => camera.#packet(packet, from, socket));
    return { camera, socket };
  }

  static async tcp({ port = 0 }: CameraOptions = {}): Promise<{
    camera: SimulatedCamera;
    server: Server;
    sockets: Socket[];
  }> {
    const camera = new SimulatedCamera(false);
    const sockets: Socket[] = [];
    const server = createServer(socket => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', chunk => camera.feed(chunk, bytes => void socket.write(bytes)));
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return { camera, server, sockets };
  }

  /** Bytes of a line, and where to answer. */
  feed(chunk: Uint8Array, reply: (message: Uint8Array) => void): void {
    this.#reply = reply;
    this.#reader.push(chunk);
  }

  #packet(packet: Buffer, from: RemoteInfo, socket: UdpSocket): void {
    const send = (bytes: Uint8Array) => socket.send(bytes, from.port, from.address);
    if (!this.sony) return this.feed(packet, send);
    const header = packet.subarray(0, 8);
    const type = header.readUInt16BE(0);
    const sequence = header.readUInt32BE(4);
    const answer = (kind: number, payload: Uint8Array) => {
      const reply = Buffer.alloc(8);
      reply.writeUInt16BE(kind, 0);
      reply.writeUInt16BE(payload.length, 2);
      reply.writeUInt32BE(sequence, 4);
      send(Buffer.concat([reply, payload]));
    };
    if (type === 0x0200) {
      this.resets++;
      this.#expected = 1;
      return answer(0x0201, Uint8Array.of(0x01));
    }
    if (sequence !== this.#expected) return answer(0x0201, Uint8Array.of(0x0f, 0x01));
    this.#expected = sequence + 1;
    this.feed(packet.subarray(8), payload => answer(0x0111, payload));
  }

  /** Count differently from now on, as after a restart. */
  forget(): void {
    this.#expected = -1;
  }

  #message(message: Uint8Array): void {
    this.heard++;
    if (this.mute || message[0] === 0x88) return;
    const body = message.subarray(1);
    const reply = (...bytes: number[]) => this.#reply(Uint8Array.from([0x90, ...bytes, END]));
    const hex = Buffer.from(body).toString('hex');
    if (body[0] === 0x09) return reply(0x50, ...this.#tell(hex));
    const refusal = this.refusals.shift();
    if (refusal !== undefined) return reply(0x60, refusal);
    this.commands.push(hex);
    this.#do(body, hex);
    reply(0x41);
    reply(0x51);
  }

  #tell(hex: string): number[] {
    if (hex === '090400') return [this.power ? 2 : 3];
    if (hex === '090612') return [...toNibbles(this.pan, 4), ...toNibbles(this.tilt, 4)];
    if (hex === '090447') return toNibbles(this.zoom, 4);
    return [this.autofocus ? 2 : 3];
  }

  #do(body: Uint8Array, hex: string): void {
    if (hex.startsWith('010602')) {
      this.pan = fromSigned(body, 5) ?? 0;
      this.tilt = fromSigned(body, 9) ?? 0;
    } else if (hex.startsWith('010400')) this.power = body[3] === 2;
    else if (hex.startsWith('010438')) this.autofocus = body[3] === 2;
    else if (hex.startsWith('010447')) this.zoom = fromSigned(body, 3) ?? 0;
  }
}
