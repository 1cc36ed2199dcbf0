/** Receives what a stream parser finds. */
export interface MidiSink {
  /** A complete message other than SysEx; `data2` (and `data1`) are 0 where the message has none. */
  short(status: number, data1: number, data2: number): void;
  /** One whole SysEx, from F0 to F7. The bytes are valid during the call only. */
  sysex(bytes: Uint8Array): void;
}

/** A SysEx longer than this (bytes) is dropped: no device sends it, a lost F7 does. */
export const SYSEX_LIMIT = 1 << 20;

/** How many data bytes follow a status byte; -1 for SysEx and undefined ones. MIDI 1.0, table "Expanded Status Bytes". */
export function dataLength(status: number): number {
  if (status < 0xf0) return status >= 0xc0 && status < 0xe0 ? 1 : 2;
  if (status === 0xf2) return 2;
  if (status === 0xf1 || status === 0xf3) return 1;
  return status === 0xf6 || status >= 0xf8 ? 0 : -1;
}

/** Cuts a MIDI byte stream into messages: running status, real-time bytes anywhere, SysEx over any number of pieces. */
export class MidiStreamParser {
  /** Bytes or messages that made no sense. */
  malformed = 0;
  #status = 0;
  #data1 = -1;
  #sysex = new Uint8Array(256);
  #length = 0;

  constructor(private readonly sink: MidiSink) {}

  /** Parse `bytes` from `start` (inclusive) to `end` (exclusive). */
  feed(bytes: Uint8Array, start = 0, end = bytes.length): void {
    const stop = Math.min(end, bytes.length);
    for (let i = Math.max(0, start); i < stop; i++) this.#byte(bytes[i] ?? 0);
  }

  /** Forget a message begun: the cable was pulled. */
  reset(): void {
    this.#status = 0;
    this.#data1 = -1;
    this.#length = 0;
  }

  #byte(byte: number): void {
    if (byte >= 0xf8) this.sink.short(byte, 0, 0);
    else if (byte >= 0x80) this.#statusByte(byte);
    else if (this.#length > 0) this.#append(byte);
    else this.#dataByte(byte);
  }

  #statusByte(status: number): void {
    const inSysex = this.#length > 0;
    if (status === 0xf7) {
      if (inSysex) this.#endSysex();
      else this.malformed++;
      return;
    }
    if (inSysex || this.#data1 >= 0) this.malformed++;
    this.reset();
    if (status === 0xf0) this.#append(status);
    else if (status === 0xf6) this.sink.short(status, 0, 0);
    else if (dataLength(status) > 0) this.#status = status;
    else this.malformed++;
  }

  #dataByte(byte: number): void {
    const wants = this.#status === 0 ? 0 : dataLength(this.#status);
    if (wants === 0) this.malformed++;
    else if (wants === 1) this.#complete(byte, 0);
    else if (this.#data1 < 0) this.#data1 = byte;
    else this.#complete(this.#data1, byte);
  }

  #complete(data1: number, data2: number): void {
    const status = this.#status;
    this.#data1 = -1;
    // System common messages cancel running status.
    if (status >= 0xf0) this.#status = 0;
    this.sink.short(status, data1, data2);
  }

  #append(byte: number): void {
    if (this.#length >= SYSEX_LIMIT) {
      this.malformed++;
      this.reset();
      return;
    }
    if (this.#length === this.#sysex.length) {
      const larger = new Uint8Array(this.#sysex.length * 2);
      larger.set(this.#sysex);
      this.#sysex = larger;
    }
    this.#sysex[this.#length++] = byte;
  }

  #endSysex(): void {
    this.#append(0xf7);
    const length = this.#length;
    this.reset();
    if (length > 0) this.sink.sysex(this.#sysex.subarray(0, length));
  }
}
