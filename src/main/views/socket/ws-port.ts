import type { RawData, WebSocket } from 'ws';
import type { Frame, Port } from '../../../shared/contract/port.ts';

/** Above this backlog (bytes) live values are dropped: the next frame brings newer ones. Messages are never dropped. */
export const VALUES_BACKLOG = 1 << 20;
/** A browser that lets this much (bytes) pile up is gone or hostile. */
export const MAX_BACKLOG = 64 << 20;
/** Calls of one window that may wait for their answer; beyond that nothing more is read from it until some are done. */
export const MAX_WAITING = 256;

/** A WebSocket as a port: JSON messages as text, live values as binary. */
export function webSocketPort(socket: WebSocket): Port {
  socket.binaryType = 'arraybuffer';
  let waiting = 0;
  const settle = () => {
    waiting--;
    if (socket.isPaused && waiting < MAX_WAITING / 2) socket.resume();
  };
  return {
    post(frame) {
      if (!(frame instanceof ArrayBuffer) && (frame.t === 'reply' || frame.t === 'fault')) settle();
      send(socket, frame);
    },
    onFrame(listener) {
      socket.on('message', (data, binary) => {
        const frame = readFrame(data, binary);
        if (frame === undefined) return socket.close(1007, 'not JSON');
        if (!(frame instanceof ArrayBuffer) && frame.t === 'call' && ++waiting >= MAX_WAITING) socket.pause();
        listener(frame);
      });
    },
    onClose(listener) {
      socket.on('close', listener);
    },
    close() {
      socket.close(1001);
    },
  };
}

function send(socket: WebSocket, frame: Frame): void {
  if (socket.readyState !== socket.OPEN) return;
  if (frame instanceof ArrayBuffer) {
    if (socket.bufferedAmount < VALUES_BACKLOG) socket.send(frame);
    return;
  }
  if (socket.bufferedAmount > MAX_BACKLOG) return socket.terminate();
  socket.send(JSON.stringify(frame));
}

/** The frame in a WebSocket message; undefined when it is none. The contract's server checks its shape. */
function readFrame(data: RawData, binary: boolean): Frame | undefined {
  if (!(data instanceof ArrayBuffer) && !Buffer.isBuffer(data)) return undefined;
  if (binary) return data instanceof ArrayBuffer ? data : undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(data as ArrayBuffer).toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Frame) : undefined;
  } catch {
    return undefined;
  }
}
