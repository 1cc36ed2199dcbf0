// One slot lies in one piece, so that finding a key touches two places in memory: the slot and the key.
const STRIDE = 4;
const HASH = 0;
const START = 1;
const LENGTH = 2;
const VALUE = 3;
const FREE = -1;

/**
 * Finds a number by a byte string that lies anywhere in a packet, without building a string: open addressing over the
 * caller's hash, keys one behind the other in one array.
 */
export class ByteTable {
  #slots = freeSlots(16);
  #mask = 15;
  #keys = new Uint8Array(256);
  #used = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** `key` must not be in the table yet. */
  add(key: Uint8Array, hash: number, value: number): void {
    if ((this.#size + 1) * 2 > this.#mask) this.#grow();
    const start = this.#used;
    this.#keep(key);
    this.#place(hash, start, key.length, value);
    this.#size++;
  }

  /** The value of the key `bytes[start..end)`, or -1. */
  find(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * STRIDE;
      const length = slots[at + LENGTH] as number;
      if (length === FREE) return -1;
      if (slots[at + HASH] !== hash || length !== end - start) continue;
      if (this.#equals(slots[at + START] as number, bytes, start, end)) return slots[at + VALUE] as number;
    }
  }

  #equals(key: number, bytes: Uint8Array, start: number, end: number): boolean {
    const keys = this.#keys;
    for (let at = start, own = key; at < end; at++, own++) if (keys[own] !== bytes[at]) return false;
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
    this.#used = end;
  }

  #place(hash: number, start: number, length: number, value: number): void {
    const slots = this.#slots;
    let slot = hash & this.#mask;
    while (slots[slot * STRIDE + LENGTH] !== FREE) slot = (slot + 1) & this.#mask;
    slots.set([hash, start, length, value], slot * STRIDE);
  }

  #grow(): void {
    const old = this.#slots;
    const count = (this.#mask + 1) * 2;
    this.#slots = freeSlots(count);
    this.#mask = count - 1;
    for (let at = 0; at < old.length; at += STRIDE) {
      const [hash = 0, start = 0, length = FREE, value = 0] = old.subarray(at, at + STRIDE);
      if (length !== FREE) this.#place(hash, start, length, value);
    }
  }
}

function freeSlots(count: number): Int32Array {
  return new Int32Array(count * STRIDE).fill(FREE);
}
