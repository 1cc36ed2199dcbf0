/** A channel with its last values, as the editor shows it. */
export interface ScriptValue {
  readonly channel: string;
  readonly input: number;
  readonly output: number;
  readonly source: boolean;
  readonly target: boolean;
  readonly handler: boolean;
}

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

const FUNCTIONS = `
  /** Send a value from 0 to 1 (clamped; NaN is an error) on a channel. */
  export function output(channel: OutputChannel, value: number): void;
  /** Last value that came in on a channel: 0 before the first, null when there is no such channel. */
  export function inputvalue(channel: Channel): number | null;
  /** Last value that was sent on a channel. */
  export function outputvalue(channel: Channel): number | null;
  /** The channel whose handler is running, null outside of handlers. */
  export function current(): Channel | null;
  /** Milliseconds since the engine started. */
  export function timestamp(): number;
  /** Call a function every so many milliseconds; again with the same function changes the time, 0 stops it. */
  export function interval(fn: () => void, milliseconds: number): void;
  /** Call a function whenever a socket has something to read; null stops that. */
  export function manage<S extends { readonly fd: number }>(fn: ((socket: S) => void) | null, socket: S): void;
  /** Names of all channels. */
  export function channels(): Channel[];
  /** Call a function before the script ends; returns the one that was set before. */
  export function cleanup_handler(fn: (() => void) | null): (() => void) | null;
`;

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

const API = `declare module 'crosspatch' {${FUNCTIONS}}
declare module 'midimonster' {${FUNCTIONS}}
declare module 'net' {${SOCKETS}}
declare module 'socket' {
  export * from 'net';
}
declare const console: Record<'log' | 'info' | 'debug' | 'warn' | 'error', (...values: unknown[]) => void>;
`;
