/** Bits from bytes, most significant first. Reading past the end throws a RangeError. */
export class BitReader {
  /** Bits read so far. */
  #bit: number;

  constructor(
    readonly bytes: Uint8Array,
    start: number,
  ) {
    this.#bit = start * 8;
  }

  /** Byte position; call at a whole byte. */
  get position(): number {
    return this.#bit / 8;
  }

  /** Up to 32 bits, unsigned. */
  read(bits: number): number {
    let value = 0;
    let left = bits;
    while (left > 0) {
      const byte = this.bytes[this.#bit >> 3];
      if (byte === undefined) throw new RangeError('the data ends too early');
      const room = 8 - (this.#bit & 7);
      const take = Math.min(room, left);
      value = value * 2 ** take + ((byte >> (room - take)) & (2 ** take - 1));
      this.#bit += take;
      left -= take;
    }
    return value;
  }

  /** Up to 32 bits in two's complement. */
  signed(bits: number): number {
    const value = this.read(bits);
    return bits > 0 && value >= 2 ** (bits - 1) ? value - 2 ** bits : value;
  }

  /** Zeros before the next one, which is read too. */
  unary(): number {
    let zeros = 0;
    for (;;) {
      const byte = this.bytes[this.#bit >> 3];
      if (byte === undefined) throw new RangeError('the data ends too early');
      const used = this.#bit & 7;
      const rest = (byte << (24 + used)) >>> 0;
      if (rest === 0) {
        zeros += 8 - used;
        this.#bit += 8 - used;
        continue;
      }
      const lead = Math.clz32(rest);
      this.#bit += lead + 1;
      return zeros + lead;
    }
  }

  align(): void {
    this.#bit = (this.#bit + 7) & ~7;
  }
}
