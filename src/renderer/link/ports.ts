import type { Frame, Port } from '../../shared/contract/port.ts';
import type { ShellBridge } from './bridge.ts';

/** A MessagePort as a contract port. */
export function messagePort(port: MessagePort): Port {
  return {
    post: frame => port.postMessage(frame),
    onFrame: listener => {
      port.addEventListener('message', event => listener(event.data as Frame));
      port.start();
    },
    onClose: listener => port.addEventListener('close', listener),
    close: () => port.close(),
  };
}

/** An open WebSocket as a contract port: values travel as binary messages, the rest as JSON. */
export function socketPort(socket: WebSocket): Port {
  return {
    post: frame => {
      if (socket.readyState !== WebSocket.OPEN) return;
      socket.send(frame instanceof ArrayBuffer ? frame : JSON.stringify(frame));
    },
    onFrame: listener => {
      socket.addEventListener('message', event => {
        const data: unknown = event.data;
        listener(typeof data === 'string' ? (JSON.parse(data) as Frame) : (data as ArrayBuffer));
      });
    },
    onClose: listener => socket.addEventListener('close', () => listener()),
    close: () => socket.close(),
  };
}

/** The address of the engine that served this page. */
export function socketAddress(page: Pick<Location, 'protocol' | 'host'>): string {
  return `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}/ipc`;
}

/** Connect to the engine: through the shell where there is one, else over a WebSocket. */
export function openPort(bridge: ShellBridge | undefined): Promise<Port> {
  return bridge ? openShellPort(bridge) : openSocketPort(socketAddress(location));
}

function openShellPort(bridge: ShellBridge): Promise<Port> {
  return new Promise(resolve => {
    const take = (event: MessageEvent) => {
      const port = event.ports[0];
      if (event.source !== window || event.data !== 'crosspatch:port' || !port) return;
      window.removeEventListener('message', take);
      resolve(messagePort(port));
    };
    window.addEventListener('message', take);
    bridge.connect();
  });
}

function openSocketPort(address: string): Promise<Port> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => resolve(socketPort(socket)), { once: true });
    socket.addEventListener('close', () => reject(new Error('the engine does not answer')), { once: true });
  });
}
