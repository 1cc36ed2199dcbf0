/** Bits to bytes, most significant first, as FLAC wants them. */
export class BitWriter {
  #bytes = new Uint8Array(1 << 16);
  #at = 0;
  #held = 0;
  #count = 0;

  /** The low `bits` (0 to 32) of `value`, which may be negative. */
  write(value: number, bits: number): void {
    if (bits > 16) {
      this.#few(Math.floor(value / 65536) & (2 ** (bits - 16) - 1), bits - 16);
      this.#few(value & 0xffff, 16);
    } else if (bits > 0) this.#few(value & (2 ** bits - 1), bits);
  }

  /** `count` zeros, then a one. */
  unary(count: number): void {
    for (; count >= 16; count -= 16) this.#few(0, 16);
    this.#few(1, count + 1);
  }

  /** Zeros up to the next whole byte. */
  align(): void {
    if (this.#count > 0) this.#few(0, 8 - this.#count);
  }

  /** Bytes so far; only whole ones. */
  get length(): number {
    return this.#at;
  }

  /** The bytes from `start`; a view that the next write may make stale. */
  bytes(start = 0): Uint8Array {
    return this.#bytes.subarray(start, this.#at);
  }

  #few(value: number, bits: number): void {
    this.#held = (this.#held << bits) | value;
    this.#count += bits;
    while (this.#count >= 8) {
      this.#count -= 8;
      if (this.#at === this.#bytes.length) this.#grow();
      this.#bytes[this.#at++] = this.#held >>> this.#count;
      this.#held &= (1 << this.#count) - 1;
    }
  }

  #grow(): void {
    const larger = new Uint8Array(this.#bytes.length * 2);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
