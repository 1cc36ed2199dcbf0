import { writeFloat32, writeFloat64, writeInt32, writeInt64 } from './bytes.ts';
import { OscReader } from './decode.ts';
import { encodePacket, type OscArgument } from './encode.ts';
import type { ArgFormat } from './format.ts';
import { TAG, type OscType } from './tags.ts';

const ON = 0.5;
const MAX_INT32 = 2 ** 31 - 1;

const PLACEHOLDERS: Readonly<Record<OscType, OscArgument>> = {
  i: { type: 'i', value: 0 },
  h: { type: 'h', value: 0n },
  f: { type: 'f', value: 0 },
  d: { type: 'd', value: 0 },
  T: { type: 'F' },
  F: { type: 'F' },
  N: { type: 'N' },
  I: { type: 'I' },
  s: { type: 's', value: '' },
  S: { type: 'S', value: '' },
  c: { type: 'c', value: 0 },
  r: { type: 'r', value: 0 },
  m: { type: 'm', value: new Uint8Array(4) },
  b: { type: 'b', value: new Uint8Array(0) },
  // NTP 1: "at once".
  t: { type: 't', value: 1n },
};

/** A message that is encoded once; a value changes only the bytes of its argument. */
export class OutboundMessage {
  /** Ready to be sent at any time. */
  bytes: Uint8Array;
  /** Values 0..1 by argument, as last set. */
  readonly values: Float64Array;
  /** Changed since the mark that the owner gave with `set`. */
  readonly #marks: Uint32Array;
  readonly #places: Int32Array;

  constructor(
    address: string,
    readonly args: readonly ArgFormat[],
    values: ArrayLike<number> = [],
  ) {
    this.bytes = encodePacket({ address, args: args.map(arg => PLACEHOLDERS[arg.type]) });
    this.#places = placesOf(this.bytes, args);
    this.#marks = new Uint32Array(args.length);
    this.values = new Float64Array(args.length);
    for (let i = 0; i < args.length; i++) this.#write(i, values[i] ?? 0);
  }

  /** True when there is nothing but the address to send: the value can only say when. */
  get isTrigger(): boolean {
    return this.args.length === 0;
  }

  /** Set one argument. False when it was set under the same mark before: then the message must be sent first. */
  set(index: number, value: number, mark: number): boolean {
    if (this.#marks[index] === mark) return false;
    this.#marks[index] = mark;
    this.#write(index, value);
    return true;
  }

  #write(index: number, value: number): void {
    const arg = this.args[index];
    if (!arg) return;
    const at = this.#places[index] as number;
    const number = arg.min + value * (arg.max - arg.min);
    this.values[index] = value;
    switch (arg.type) {
      case 'f':
        return writeFloat32(this.bytes, at, number);
      case 'd':
        return writeFloat64(this.bytes, at, number);
      case 'i':
        return writeInt32(this.bytes, at, Math.max(-MAX_INT32 - 1, Math.min(MAX_INT32, Math.round(number))));
      case 'c':
      case 'r':
        return writeInt32(this.bytes, at, Math.max(0, Math.min(0xffff_ffff, Math.round(number))));
      case 'h':
        return writeInt64(this.bytes, at, Math.round(number));
      case 'T':
      case 'F':
        this.bytes[at] = value >= ON ? TAG.true : TAG.false;
        return;
      default:
        return;
    }
  }
}

/** Where each argument's bytes are: its data, or its tag where the tag is the value. */
function placesOf(bytes: Uint8Array, args: readonly ArgFormat[]): Int32Array {
  const reader = new OscReader();
  reader.read(bytes, () => undefined);
  return Int32Array.from(args, (arg, i) =>
    arg.type === 'T' || arg.type === 'F' ? reader.tagStart + i : (reader.starts[i] as number),
  );
}
