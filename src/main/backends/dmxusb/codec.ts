/**
 * Frames of the ENTTEC DMX USB Pro ("DMX USB Pro Widget API Specification 1.44"): 7E, label, length (16 bit, low byte
 * first), data, E7.
 */
export const Label = {
  /** Ask for, or tell, firmware version and timing. Makes the widget an input. */
  parameters: 3,
  /** A DMX packet that the widget received: a status byte, the start code, the slots. */
  received: 5,
  /** A DMX packet to send: the start code, 24 to 512 slots. Makes the widget an output. */
  send: 6,
  /** Ask for received packets always (0) or when they change (1). */
  receiveMode: 8,
  /** Ask for, or tell, the serial number. */
  serial: 10,
  /** Ask for, or tell, the name of the maker (2 bytes of ESTA code, then text). */
  maker: 77,
  /** Ask for, or tell, the name of the device (2 bytes of model, then text). */
  device: 78,
} as const;

const START = 0x7e;
const END = 0xe7;
/** The longest data a frame may have (section "Message format"). */
export const MAX_DATA = 600;
/** The fewest slots that may be sent. */
export const MIN_SLOTS = 24;

/** A frame with room for its data, to be filled in place. */
export function frameOf(label: number, data: Uint8Array | readonly number[] = []): Uint8Array {
  const frame = new Uint8Array(data.length + 5);
  frame[0] = START;
  frame[1] = label;
  frame[2] = data.length & 0xff;
  frame[3] = data.length >> 8;
  frame.set(data, 4);
  frame[frame.length - 1] = END;
  return frame;
}

/** Where the slots begin in a frame made by `frameOf(Label.send, [start code, ...slots])`. */
export const SLOTS_OFFSET = 5;

/** Called with each frame; `data` is valid during the call only. */
export type OnFrame = (label: number, data: Uint8Array) => void;

/** Finds frames in a stream of bytes; what is no frame is skipped up to the next start byte and counted. */
export class FrameParser {
  /** Bytes that belonged to no frame. */
  skipped = 0;
  readonly #data = new Uint8Array(MAX_DATA);
  #state: 'start' | 'label' | 'low' | 'high' | 'data' | 'end' = 'start';
  #label = 0;
  #length = 0;
  #filled = 0;

  constructor(private readonly onFrame: OnFrame) {}

  feed(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) {
      if (this.#state === 'data') i += this.#copy(bytes, i) - 1;
      else this.#byte(bytes[i] ?? 0);
    }
  }

  /** Forget a frame begun. */
  reset(): void {
    this.#state = 'start';
  }

  #copy(bytes: Uint8Array, from: number): number {
    const count = Math.min(this.#length - this.#filled, bytes.length - from);
    this.#data.set(bytes.subarray(from, from + count), this.#filled);
    this.#filled += count;
    if (this.#filled === this.#length) this.#state = 'end';
    return count;
  }

  #byte(byte: number): void {
    switch (this.#state) {
      case 'start':
        if (byte === START) this.#state = 'label';
        else this.skipped++;
        break;
      case 'label':
        this.#label = byte;
        this.#state = 'low';
        break;
      case 'low':
        this.#length = byte;
        this.#state = 'high';
        break;
      case 'high':
        this.#begin(byte);
        break;
      default:
        this.#finish(byte);
    }
  }

  #begin(high: number): void {
    this.#length |= high << 8;
    this.#filled = 0;
    if (this.#length > MAX_DATA) this.#fail(4);
    else this.#state = this.#length === 0 ? 'end' : 'data';
  }

  #finish(byte: number): void {
    if (byte !== END) return this.#fail(this.#length + 5);
    this.#state = 'start';
    this.onFrame(this.#label, this.#data.subarray(0, this.#length));
  }

  #fail(bytes: number): void {
    this.skipped += bytes;
    this.#state = 'start';
  }
}

/** The serial number as it is printed on the device: four bytes of binary-coded decimals, low byte first. */
export function serialNumber(data: Uint8Array): string | undefined {
  if (data.length < 4) return undefined;
  const digits = [3, 2, 1, 0].map(i => (data[i] ?? 0).toString(16).padStart(2, '0'));
  return digits.join('').replace(/^0+(?=.)/, '');
}

/** "1.44" from the reply to `parameters`. */
export function firmwareVersion(data: Uint8Array): string | undefined {
  return data.length < 5 ? undefined : `${data[1]}.${data[0]}`;
}
