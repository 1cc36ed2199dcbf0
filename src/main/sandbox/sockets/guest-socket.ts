import type { CallAnswer } from '../link/calls.ts';

/** Bytes that wait for a script before the sender is slowed down, or datagrams are dropped. */
export const MOST_WAITING = 1024 * 1024;

/** A failure with a POSIX name, as scripts expect it. */
export class SocketFault extends Error {
  constructor(
    readonly code: string,
    words: string = code,
  ) {
    super(words);
  }
}

/** The POSIX name of any error of Node's sockets. */
export function codeOf(thrown: unknown): string {
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : '';
  return /^E[A-Z0-9]+$/.test(code) ? code : 'EIO';
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A socket of a script: what all kinds have in common is that one can wait until there is something to read. */
export abstract class GuestSocket {
  /** The script wants to be called when there is something to read. */
  managed = false;
  /** It has been told, and has not read since. */
  notified = false;
  /** Called when something to read (or the end) has come. */
  onReadable: () => void = () => undefined;
  #waiter: (() => void) | undefined;

  abstract readonly readable: boolean;
  abstract readonly writable: boolean;
  /** The other side closed and the script was told so by an empty read. */
  readonly finished: boolean = false;

  abstract connect(address: Address, timeout: number): Promise<void>;
  abstract bind(address: Address): Promise<void>;
  abstract listen(backlog: number): Promise<void>;
  /** A connection that waits; only called when `readable`. */
  abstract accept(): GuestSocket;
  /** At most `size` bytes with the sender's name; only called when `readable`. */
  abstract take(size: number): CallAnswer;
  abstract send(data: Uint8Array, timeout: number): Promise<number>;
  abstract sendTo(data: Uint8Array, address: Address): Promise<number>;
  abstract shutdown(): void;
  abstract localAddress(): Address;
  abstract peerAddress(): Address;
  abstract close(): void;

  /** Wait until there is something to read; false after `ms` (below 0: no limit). */
  waitReadable(ms: number): Promise<boolean> {
    if (this.readable || ms === 0) return Promise.resolve(this.readable);
    return new Promise(resolve => {
      const timer = ms > 0 ? setTimeout(() => done(), ms) : undefined;
      const done = () => {
        clearTimeout(timer);
        this.#waiter = undefined;
        resolve(this.readable);
      };
      this.#waiter = done;
    });
  }

  protected ready(): void {
    this.#waiter?.();
    this.onReadable();
  }
}

/** Give up on `work` after `ms` (below 0: never). */
export async function withTimeout<T>(work: Promise<T>, ms: number): Promise<T> {
  if (ms < 0) return await work;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SocketFault('ETIMEDOUT', 'timed out')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
