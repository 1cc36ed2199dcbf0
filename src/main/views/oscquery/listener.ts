import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { encodePacket } from '../../../shared/osc/encode.ts';
import type { Values } from './describe.ts';
import type { Leaf, Namespace } from './namespace.ts';

/** Addresses that one client may listen to. */
const MAX_LISTENED = 10_000;
/** A client that lets this much (bytes) pile up misses values; the next ones are newer. */
const BACKLOG = 1 << 20;
/** A client that does not read even news of the tree is gone. */
const TOO_MUCH = 8 << 20;
/** For so long (ms) after a datagram came for an address, its sender's host is not told what it wrote. */
const QUIET = 250;

/** An address that a client listens to, and what it was last told. */
interface Told {
  /** Message with a number (type f) at its end. */
  readonly message: Uint8Array;
  /** The channel; -1 while the address is not there. */
  index: number;
  value: number;
  /** Time before which it is told nothing. */
  quietUntil: number;
}

/** One client on a WebSocket: which addresses it listens to. */
export class Listener {
  readonly #told = new Map<string, Told>();

  constructor(
    private readonly socket: WebSocket,
    private readonly stream: Duplex,
    /** The client's address. */
    readonly host: string,
  ) {}

  get listens(): boolean {
    return this.#told.size > 0;
  }

  /** The newest value is told next time, also when it has not changed. */
  listen(leaf: Leaf): void {
    if (this.#told.size >= MAX_LISTENED && !this.#told.has(leaf.path)) return;
    const message = encodePacket({ address: leaf.path, args: [{ type: 'f', value: 0 }] });
    this.#told.set(leaf.path, { message, index: leaf.index, value: NaN, quietUntil: 0 });
  }

  ignore(path: string): void {
    this.#told.delete(path);
  }

  /** This client wrote a value: it knows it already. */
  wrote(path: string, value: number): void {
    const told = this.#told.get(path);
    if (told) told.value = value;
  }

  /**
   * A datagram of this client's host brought a value. Most likely it was this client; that is not sure, so it hears of
   * the value all the same, but not while its user's finger is still moving.
   */
  hostWrote(path: string, now: number): void {
    const told = this.#told.get(path);
    if (told) told.quietUntil = now + QUIET;
  }

  /** The tree is another: addresses come, go, and come back. */
  follow({ leaves }: Namespace): void {
    for (const [path, told] of this.#told) told.index = leaves.get(path)?.index ?? -1;
  }

  tell(text: string): void {
    if (!this.#isOpen) return;
    if (this.socket.bufferedAmount > TOO_MUCH) this.socket.terminate();
    else this.socket.send(text);
  }

  /** Send what is another than it was told last. True when something waits for a better moment. */
  sendValues(values: Values, now: number): boolean {
    if (!this.#isOpen) return false;
    if (this.socket.bufferedAmount > BACKLOG) return true;
    let waits = false;
    // All messages of one look go to the system in one piece.
    this.stream.cork();
    for (const told of this.#told.values()) {
      const value = values[told.index] ?? NaN;
      if (value === told.value || Number.isNaN(value)) continue;
      if (now < told.quietUntil) waits = true;
      else this.#send(told, value);
    }
    this.stream.uncork();
    return waits;
  }

  close(): void {
    this.socket.terminate();
  }

  #send(told: Told, value: number): void {
    told.value = value;
    const packet = Buffer.from(told.message);
    packet.writeFloatBE(value, packet.length - 4);
    this.socket.send(packet);
  }

  get #isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }
}
