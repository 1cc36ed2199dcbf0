import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { networkFault } from '../../../shared/net/network-fault.ts';
import { closeQuietly } from '../../net/udp.ts';
import type { Link } from './config.ts';

export interface LinkEvents {
  opened(): void;
  /** Closed for good; open a new one. */
  closed(reason: string): void;
  data(chunk: Uint8Array): void;
}

/** An open way to a camera. */
export interface OpenLink {
  /** False when the line is too slow: nothing was sent. */
  send(bytes: Uint8Array): boolean;
  close(): void;
}

const CONNECT_TIMEOUT = 5000;
/** Bytes that may wait for a slow line. */
const BACKLOG = 4096;

/** Open a way to a camera. */
export function openLink(link: Link, events: LinkEvents): OpenLink {
  if (link.kind === 'serial') return openSerial(link.path, link.baud, events);
  return link.kind === 'udp' ? openUdp(link.host, link.port, events) : openTcp(link.host, link.port, events);
}

function openUdp(host: string, port: number, events: LinkEvents): OpenLink {
  const socket = createSocket({ type: 'udp4', reuseAddr: false });
  let open = false;
  socket.on('message', packet => events.data(packet));
  // After it is open: "nobody listens there" for a packet that was sent; the missing answer shows it.
  socket.on('error', error => {
    if (!open) close(networkFault(error, 'the camera'));
  });
  const close = (reason: string) => {
    open = false;
    socket.removeAllListeners('message');
    socket.close();
    events.closed(reason);
  };
  socket.connect(port, host, () => {
    open = true;
    events.opened();
  });
  return {
    send: bytes => {
      if (open) socket.send(bytes, () => undefined);
      return open;
    },
    close: () => {
      open = false;
      closeQuietly(socket);
    },
  };
}

function openTcp(host: string, port: number, events: LinkEvents): OpenLink {
  const socket = connect({ host, port, noDelay: true });
  let reason = 'the camera closed the connection';
  socket.setTimeout(CONNECT_TIMEOUT, () => {
    reason = 'no answer';
    socket.destroy();
  });
  socket.on('connect', () => {
    socket.setTimeout(0);
    socket.setKeepAlive(true, CONNECT_TIMEOUT);
    events.opened();
  });
  socket.on('data', chunk => events.data(chunk));
  socket.on('error', error => (reason = networkFault(error, 'the camera')));
  socket.on('close', () => events.closed(reason));
  return {
    send: bytes => {
      if (!socket.writable || socket.writableLength > BACKLOG) return false;
      socket.write(bytes);
      return true;
    },
    close: () => {
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      // What was written last, such as "stop", still goes out.
      socket.end(() => socket.destroy());
    },
  };
}

interface SerialLine {
  readonly isOpen: boolean;
  readonly writableLength: number;
  write(bytes: Uint8Array): boolean;
  removeAllListeners(): unknown;
  on(event: 'error', listener: () => void): unknown;
  close(done: () => void): void;
}

function openSerial(path: string, baud: number, events: LinkEvents): OpenLink {
  let port: SerialLine | undefined;
  let closed = false;
  const end = (reason: string) => {
    if (!closed) events.closed(reason);
    closed = true;
  };
  const open = async () => {
    // Loaded on first use: who has no serial line pays nothing.
    const { SerialPort } = await import('serialport');
    if (closed) return;
    const serial = new SerialPort({ path, baudRate: baud, autoOpen: false });
    port = serial;
    serial.on('data', (chunk: Buffer) => events.data(chunk));
    serial.on('error', (error: Error) => end(error.message));
    serial.on('close', () => end('the line was closed'));
    serial.open(error => (error ? end(error.message) : events.opened()));
  };
  open().catch((error: unknown) => end(error instanceof Error ? error.message : String(error)));
  return {
    send: bytes => {
      if (!port?.isOpen || port.writableLength > BACKLOG) return false;
      port.write(bytes);
      return true;
    },
    close: () => {
      closed = true;
      port?.removeAllListeners();
      port?.on('error', () => undefined);
      if (port?.isOpen) port.close(() => undefined);
    },
  };
}
