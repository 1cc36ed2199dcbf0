/** Open Pixel Control: strip (1 byte), command (1 byte), length (2 bytes, high first), data. */

export const OPC_PORT = 7890;
export const HEADER = 4;
const MOST_DATA = 65535;

export const SET_8BIT = 0;
export const SET_16BIT = 2;

/** A whole message; `data` is valid during the call only and begins at `offset`. */
export type OnMessage = (
  strip: number,
  command: number,
  data: Uint8Array,
  offset: number,
  length: number,
) => void;

/**
 * Cuts a TCP stream into messages, however it was cut into chunks. A message that came in one piece is handed on in
 * place; only broken ones are put together in a buffer of their own.
 */
export class MessageReader {
  readonly #partial = new Uint8Array(HEADER + MOST_DATA);
  #filled = 0;

  constructor(private readonly onMessage: OnMessage) {}

  /** The stream ended now would cut a message. */
  get midMessage(): boolean {
    return this.#filled > 0;
  }

  push(chunk: Uint8Array): void {
    let at = this.#filled > 0 ? this.#complete(chunk) : 0;
    while (at < chunk.length) {
      const size = sizeAt(chunk, at, chunk.length);
      if (size === 0 || at + size > chunk.length) break;
      this.#hand(chunk, at, size);
      at += size;
    }
    this.#keep(chunk, at);
  }

  /** Fill up the partial message; returns where the rest of the chunk begins. */
  #complete(chunk: Uint8Array): number {
    let at = 0;
    while (at < chunk.length) {
      const size = sizeAt(this.#partial, 0, this.#filled);
      const wanted = (size === 0 ? HEADER : size) - this.#filled;
      const taken = Math.min(wanted, chunk.length - at);
      this.#partial.set(chunk.subarray(at, at + taken), this.#filled);
      this.#filled += taken;
      at += taken;
      const whole = sizeAt(this.#partial, 0, this.#filled);
      if (whole === 0 || whole > this.#filled) continue;
      this.#filled = 0;
      this.#hand(this.#partial, 0, whole);
      break;
    }
    return at;
  }

  #keep(chunk: Uint8Array, at: number): void {
    if (at >= chunk.length) return;
    this.#partial.set(chunk.subarray(at), 0);
    this.#filled = chunk.length - at;
  }

  #hand(bytes: Uint8Array, at: number, size: number): void {
    this.onMessage(bytes[at] as number, bytes[at + 1] as number, bytes, at + HEADER, size - HEADER);
  }
}

/** Size of the message that begins at `at`, or 0 when not even its header is there. */
function sizeAt(bytes: Uint8Array, at: number, end: number): number {
  if (end - at < HEADER) return 0;
  return HEADER + (((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number));
}

/** A message with levels of 16 bit, written as they are or cut to 8 bit. `count` components. */
export function makeMessage(
  strip: number,
  levels: Uint16Array,
  count: number,
  wide: boolean,
): Uint8Array<ArrayBuffer> {
  const length = wide ? count * 2 : count;
  const message = new Uint8Array(HEADER + length);
  message[0] = strip;
  message[1] = wide ? SET_16BIT : SET_8BIT;
  message[2] = length >> 8;
  message[3] = length & 0xff;
  for (let i = 0; i < count; i++) {
    const level = levels[i] as number;
    if (wide) {
      message[HEADER + 2 * i] = level >> 8;
      message[HEADER + 2 * i + 1] = level & 0xff;
    } else message[HEADER + i] = Math.round(level / 257);
  }
  return message;
}

/** The level at component `i` of a message's data, as 16 bit: 255 becomes 65535. */
export function levelAt(data: Uint8Array, offset: number, i: number, wide: boolean): number {
  if (!wide) return (data[offset + i] as number) * 257;
  return ((data[offset + 2 * i] as number) << 8) | (data[offset + 2 * i + 1] as number);
}
