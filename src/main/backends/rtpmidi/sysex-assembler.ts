import { SYSEX_LIMIT } from '../../../shared/midi/stream-parser.ts';
import type { SysexPart } from './midi-list.ts';

/** Puts a SysEx together from its segments; a segment out of place drops what was begun. */
export class SysexAssembler {
  #bytes = new Uint8Array(1024);
  #length = 0;

  /** `whole` is called with each SysEx, F0 to F7; the bytes are valid during the call only. */
  constructor(private readonly whole: (bytes: Uint8Array) => void) {}

  take(part: SysexPart, data: Uint8Array): void {
    if (part === 'cancel') return this.cancel();
    const begins = part === 'whole' || part === 'first';
    if (begins) {
      this.#length = 0;
      this.#append(0xf0);
    } else if (this.#length === 0) return;
    if (this.#length + data.length >= SYSEX_LIMIT) return this.cancel();
    this.#reserve(data.length + 1);
    this.#bytes.set(data, this.#length);
    this.#length += data.length;
    if (part !== 'whole' && part !== 'last') return;
    this.#append(0xf7);
    const length = this.#length;
    this.#length = 0;
    this.whole(this.#bytes.subarray(0, length));
  }

  cancel(): void {
    this.#length = 0;
  }

  #append(byte: number): void {
    this.#bytes[this.#length++] = byte;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
