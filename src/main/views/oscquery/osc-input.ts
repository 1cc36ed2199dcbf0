import { ByteTable } from '../../../shared/osc/byte-table.ts';
import { hashBytes, OscReader } from '../../../shared/osc/decode.ts';
import { TAG } from '../../../shared/osc/tags.ts';
import { clamp01 } from '../../../shared/signal/value.ts';
import type { Leaf, Namespace } from './namespace.ts';

/** Types that a value may have; a number is taken as it is, not scaled. */
const NUMBERS: ReadonlySet<number> = new Set([TAG.float32, TAG.float64, TAG.int32, TAG.true, TAG.false]);

const encoder = new TextEncoder();

export interface InputWorld {
  readonly namespace: Namespace;
  /** Values by channel index, in the order of the packet. */
  write(values: readonly (readonly [number, number])[]): void;
}

/** From OSC packets of clients to values of channels. What cannot be used is counted and dropped, never thrown. */
export class OscInput {
  /** `malformed`: packets that are not OSC. `refused`: messages to what is not there, or cannot take that. */
  readonly counters = { packets: 0, malformed: 0, refused: 0, written: 0 };
  readonly #reader = new OscReader();
  #known: Namespace | undefined;
  #table = new ByteTable();
  #leaves: readonly Leaf[] = [];
  #values: [number, number][] = [];
  #onWrite: (leaf: Leaf, value: number) => void = () => undefined;
  readonly #onMessage = () => this.#message();

  constructor(private readonly world: InputWorld) {}

  /** `onWrite` hears of each value that is written. */
  packet(bytes: Uint8Array, onWrite: (leaf: Leaf, value: number) => void): void {
    this.counters.packets++;
    if (this.#known !== this.world.namespace) this.#learn(this.world.namespace);
    this.#onWrite = onWrite;
    if (!this.#reader.read(bytes, this.#onMessage)) this.counters.malformed++;
    if (this.#values.length === 0) return;
    const values = this.#values;
    this.#values = [];
    this.counters.written += values.length;
    this.world.write(values);
  }

  /** One number for an address that may be written; patterns are not expanded. */
  #message(): void {
    const { bytes, addressStart, addressEnd, addressHash, count, kinds, values } = this.#reader;
    const found = this.#table.find(bytes, addressStart, addressEnd, addressHash);
    const leaf = this.#leaves[found];
    const value = clamp01(values[0] ?? NaN);
    if (!leaf || count !== 1 || !NUMBERS.has(kinds[0] ?? 0) || Number.isNaN(value)) {
      this.counters.refused++;
      return;
    }
    this.#values.push([leaf.index, value]);
    this.#onWrite(leaf, value);
  }

  #learn(namespace: Namespace): void {
    this.#known = namespace;
    this.#leaves = [...namespace.leaves.values()].filter(leaf => leaf.writable);
    this.#table = new ByteTable();
    this.#leaves.forEach(({ path }, place) => {
      const key = encoder.encode(path);
      this.#table.add(key, hashBytes(key, 0, key.length), place);
    });
  }
}
