import { createSocket, type Socket } from 'node:dgram';
import { isIP } from 'node:net';

export interface UdpPort {
  readonly port: number;
  close(): Promise<void>;
}

/** Take datagrams on a numeric address; port 0 takes any free one. Rejects when it cannot listen. */
export async function openUdp(
  address: string,
  port: number,
  onPacket: (bytes: Uint8Array, from: string) => void,
): Promise<UdpPort> {
  const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4');
  await bind(socket, address, port);
  // An answer that nobody took may come back as an error of the socket; there is nothing to do about it.
  socket.on('error', () => undefined);
  socket.on('message', (bytes, from) => onPacket(bytes, from.address));
  return {
    port: socket.address().port,
    close: () => new Promise(resolve => socket.close(() => resolve())),
  };
}

function bind(socket: Socket, address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => {
      socket.close();
      reject(error);
    };
    socket.once('error', failed);
    socket.bind({ address, port, exclusive: true }, () => {
      socket.off('error', failed);
      resolve();
    });
  });
}
