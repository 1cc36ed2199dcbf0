import { apiOf } from '../../../shared/script/api.ts';
import type { ScriptValue } from '../../../shared/script/requests.ts';

/**
 * TypeScript declarations of the script API with the channels of one instance as unions: a wrong name is an error at
 * once. An unknown name may still be read, because wires can come later; `output` is strict.
 */
export function generateTypes(channels: readonly ScriptValue[]): string {
  const list = (which: readonly ScriptValue[]) =>
    which.map(channel => `\n  | ${JSON.stringify(channel.channel)}`).join('') || ' never';
  const outputs = channels.filter(channel => channel.source || !channel.target);
  return `// Generated from the patch. Do not edit: it changes with the wires.
/** Channels that this script can send on. */
type OutputChannel =${list(outputs)};
/** All channels of this script. */
type Channel =${list(channels)};
${API}`;
}

const FUNCTIONS = apiOf('script')
  .map(
    ({ name, summary, signature }) =>
      `\n  /** ${summary} */\n  export function ${name}${signature.script ?? '()'};`,
  )
  .join('');

const SOCKETS = `
  export interface Peer { readonly address: string; readonly port: number }
  export class Socket {
    constructor(type?: 'tcp' | 'udp');
    readonly fd: number;
    /** Milliseconds that connect, accept and recv wait; 0 = not at all, -1 = as long as a handler may. */
    timeout: number;
    connect(port: number, host?: string): this;
    bind(port?: number, host?: string): this;
    listen(backlog?: number): this;
    accept(): Socket;
    /** Empty when the other side closed. */
    recv(size?: number): Uint8Array;
    recvfrom(size?: number): Peer & { readonly data: Uint8Array };
    send(data: string | Uint8Array): number;
    sendto(data: string | Uint8Array, port: number, host?: string): number;
    address(): Peer;
    remote(): Peer;
    shutdown(): void;
    close(): void;
    on(event: 'data', fn: (data: Uint8Array) => void): this;
    on(event: 'connection', fn: (socket: Socket) => void): this;
    on(event: 'message', fn: (data: Uint8Array, from: Peer) => void): this;
    on(event: 'close', fn: () => void): this;
  }
  export function connect(port: number, host?: string): Socket;
  export function listen(port: number, onConnection: (socket: Socket) => void, host?: string): Socket;
  export function udp(port?: number, onMessage?: (data: Uint8Array, from: Peer) => void, host?: string): Socket;
`;

const API = `declare module 'crosspatch' {${FUNCTIONS}
}
declare module 'midimonster' {${FUNCTIONS}
}
declare module 'net' {${SOCKETS}}
declare module 'socket' {
  export * from 'net';
}
declare const console: Record<'log' | 'info' | 'debug' | 'warn' | 'error', (...values: unknown[]) => void>;
`;
