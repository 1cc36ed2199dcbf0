import type { MessagePort } from 'node:worker_threads';
import type { Frame, Port } from '../../../shared/contract/port.ts';

/** A port of worker threads as a port of the contract: what the engine sees of one window. */
export function threadPort(port: MessagePort): Port {
  return {
    post: frame => port.postMessage(frame),
    onFrame(listener) {
      port.on('message', (frame: Frame) => listener(frame));
    },
    onClose(listener) {
      port.on('close', listener);
    },
    close: () => port.close(),
  };
}
