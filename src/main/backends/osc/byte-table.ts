/**
 * Finds a number by a byte string that lies anywhere in a packet, without building a string: open addressing over the
 * caller's hash, keys one behind the other in one array.
 */
export class ByteTable {
  #slots = new Int32Array(16).fill(-1);
  #keys = new Uint8Array(256);
  #used = 0;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #hashes: number[] = [];
  readonly #values: number[] = [];

  get size(): number {
    return this.#values.length;
  }

  /** `key` must not be in the table yet. */
  add(key: Uint8Array, hash: number, value: number): void {
    if ((this.size + 1) * 2 > this.#slots.length) this.#rehash();
    this.#keep(key);
    this.#hashes.push(hash);
    this.#values.push(value);
    this.#place(this.size - 1);
  }

  /** The value of the key `bytes[start..end)`, or -1. */
  find(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot] as number;
      if (entry < 0) return -1;
      if (this.#hashes[entry] === hash && this.#equals(entry, bytes, start, end)) {
        return this.#values[entry] as number;
      }
    }
  }

  #equals(entry: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#starts[entry] as number;
    if ((this.#ends[entry] as number) - from !== end - start) return false;
    const keys = this.#keys;
    for (let at = start, key = from; at < end; at++, key++) if (keys[key] !== bytes[at]) return false;
    return true;
  }

  #keep(key: Uint8Array): void {
    const end = this.#used + key.length;
    if (end > this.#keys.length) {
      const larger = new Uint8Array(Math.max(end, this.#keys.length * 2));
      larger.set(this.#keys);
      this.#keys = larger;
    }
    this.#keys.set(key, this.#used);
    this.#starts.push(this.#used);
    this.#ends.push(end);
    this.#used = end;
  }

  #place(entry: number): void {
    const mask = this.#slots.length - 1;
    let slot = (this.#hashes[entry] as number) & mask;
    while ((this.#slots[slot] as number) >= 0) slot = (slot + 1) & mask;
    this.#slots[slot] = entry;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    for (let entry = 0; entry < this.size; entry++) this.#place(entry);
  }
}
