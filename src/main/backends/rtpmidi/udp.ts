import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';

/** A short queue in the kernel loses bursts without a word; this many bytes hold some thousand packets. */
const RECEIVE_BUFFER = 1 << 21;

export type OnPacket = (bytes: Uint8Array, host: string, port: number) => void;

/** A bound UDP socket. */
export class UdpPort {
  #pending = 0;
  #closed: (() => void) | undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly failed: () => void,
  ) {}

  /** Bind; 0 takes any free port. Rejects when that fails. `failed` is told of each packet that could not be sent. */
  static async open(host: string, port: number, onPacket: OnPacket, failed: () => void): Promise<UdpPort> {
    const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4', recvBufferSize: RECEIVE_BUFFER });
    try {
      socket.bind(port, host);
      await once(socket, 'listening');
    } catch (error) {
      socket.close();
      throw error;
    }
    socket.on('message', (bytes, from) => onPacket(bytes, from.address, from.port));
    socket.on('error', failed);
    return new UdpPort(socket, failed);
  }

  get port(): number {
    return this.socket.address().port;
  }

  /** Send a copy of the bytes. */
  send(bytes: Uint8Array, host: string, port: number): void {
    if (this.#closed) return this.failed();
    this.#pending++;
    this.socket.send(Buffer.from(bytes), port, host, error => {
      this.#pending--;
      if (error) this.failed();
      if (this.#pending === 0) this.#closed?.();
    });
  }

  /** Close when everything sent has left. */
  async close(): Promise<void> {
    if (this.#closed) return;
    await new Promise<void>(resolve => {
      this.#closed = resolve;
      if (this.#pending === 0) resolve();
    });
    await new Promise<void>(resolve => this.socket.close(resolve));
  }
}

/**
 * Two neighbouring ports, the lower for control and the upper for data; 0 takes any pair. Some programs tell the two by
 * their parity, so of a pair of our choice the control port is even, as 5004 is.
 */
export async function openPair(
  dataPort: number,
  open: (port: number, isData: boolean) => Promise<UdpPort>,
): Promise<{ readonly control: UdpPort; readonly data: UdpPort }> {
  for (let tries = 1; ; tries++) {
    const control = await open(Math.max(0, dataPort - 1), false);
    try {
      if (dataPort === 0 && control.port % 2 === 1) throw new Error('no even port is free');
      return { control, data: await open(dataPort === 0 ? control.port + 1 : dataPort, true) };
    } catch (error) {
      await control.close();
      // The neighbour of a random port may be taken.
      if (dataPort !== 0 || tries >= 40) throw error;
    }
  }
}
