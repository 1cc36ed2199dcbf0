/** VISCA messages: address, body, 0xff. Bodies here are without both; numbers are spread over nibbles. */

export const END = 0xff;
/** The longest message that the protocol knows. */
const MOST_BYTES = 16;

/** What an answer is, by the high nibble of its second byte. */
export type Answer =
  | { readonly kind: 'ack' }
  | { readonly kind: 'done' }
  | { readonly kind: 'value'; readonly data: Uint8Array }
  | { readonly kind: 'error'; readonly code: number }
  | { readonly kind: 'other' };

/** A message to camera 1 to 7; the address of the controller is 0. */
export function makeMessage(camera: number, body: readonly number[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([0x80 | (camera & 0x07), ...body, END]);
}

/** Messages to all cameras of a serial line: "take your addresses", "clear your buffers". */
export const SERIAL_START = [
  Uint8Array.of(0x88, 0x30, 0x01, END),
  Uint8Array.of(0x88, 0x01, 0x00, 0x01, END),
];

/** Read an answer without its 0xff. */
export function readAnswer(message: Uint8Array): Answer {
  const head = message[1] ?? 0;
  switch (head >> 4) {
    case 4:
      return { kind: 'ack' };
    case 5:
      return message.length > 2 ? { kind: 'value', data: message.subarray(2) } : { kind: 'done' };
    case 6:
      return { kind: 'error', code: message[2] ?? 0 };
    default:
      return { kind: 'other' };
  }
}

/** The words of an error code. */
export function errorText(code: number): string {
  const known: Record<number, string> = {
    0x01: 'the message has a wrong length',
    0x02: 'the camera does not know this command',
    0x03: 'the camera is busy',
    0x04: 'the command was cancelled',
    0x05: 'the camera had nothing to cancel',
    0x41: 'the camera cannot do this now',
  };
  return known[code] ?? `error ${code}`;
}
export const BUFFER_FULL = 0x03;

/** Cuts a stream of bytes into messages at 0xff. What is too long is no VISCA: it is skipped and counted. */
export class MessageReader {
  readonly #bytes = new Uint8Array(MOST_BYTES);
  #filled = 0;
  #skipping = false;

  constructor(
    /** A message without its 0xff; valid during the call only. */
    private readonly onMessage: (message: Uint8Array) => void,
    private readonly onMalformed: () => void,
  ) {}

  push(chunk: Uint8Array): void {
    for (const byte of chunk) {
      if (byte === END) this.#end();
      else if (this.#filled < MOST_BYTES) this.#bytes[this.#filled++] = byte;
      else this.#skipping = true;
    }
  }

  #end(): void {
    const broken = this.#skipping || this.#filled < 2 || ((this.#bytes[0] as number) & 0x80) === 0;
    const length = this.#filled;
    this.#filled = 0;
    this.#skipping = false;
    if (broken) this.onMalformed();
    else this.onMessage(this.#bytes.subarray(0, length));
  }
}

/** `count` nibbles, highest first. */
export function toNibbles(value: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (value >> (4 * (count - 1 - i))) & 0x0f);
}

/** The number in `count` nibbles from `at`; undefined when there are too few. */
export function fromNibbles(data: Uint8Array, at: number, count: number): number | undefined {
  if (at + count > data.length) return undefined;
  let value = 0;
  for (let i = at; i < at + count; i++) value = value * 16 + ((data[i] as number) & 0x0f);
  return value;
}

/** The same for 16 bits with a sign. */
export function fromSigned(data: Uint8Array, at: number): number | undefined {
  const value = fromNibbles(data, at, 4);
  return value === undefined ? undefined : (value << 16) >> 16;
}
