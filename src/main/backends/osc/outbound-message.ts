import { writeFloat32, writeFloat64, writeInt32, writeInt64 } from '../../../shared/osc/bytes.ts';
import { OscReader } from '../../../shared/osc/decode.ts';
import { encodePacket, type OscArgument } from '../../../shared/osc/encode.ts';
import type { ArgFormat } from './format.ts';
import { TAG, type OscType } from '../../../shared/osc/tags.ts';

const ON = 0.5;
const MAX_INT32 = 2 ** 31 - 1;
const MAX_UINT32 = 2 ** 32 - 1;

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
export interface PreparedMessage {
  readonly bytes: Uint8Array;
  /** Where each argument's bytes are: its data, or its tag where the tag is the value. */
  readonly places: readonly number[];
}

/** Encode a message whose arguments all have the value 0. */
export function prepareMessage(address: string, args: readonly ArgFormat[]): PreparedMessage {
  // Buffer.from takes small pieces from one pool: thousands of messages then lie close together.
  const bytes = Buffer.from(encodePacket({ address, args: args.map(arg => PLACEHOLDERS[arg.type]) }));
  const reader = new OscReader();
  reader.read(bytes, () => undefined);
  const places = args.map((arg, i) => (isTagValue(arg.type) ? reader.tagStart + i : (reader.starts[i] ?? 0)));
  args.forEach((arg, i) => writeArgument(bytes, places[i] ?? 0, arg.type.charCodeAt(0), arg.min, arg.min));
  return { bytes, places };
}

function isTagValue(type: OscType): boolean {
  return type === 'T' || type === 'F';
}

/** Put a number, rounded and bound to its type, at its place; `value` (0..1) is what T and F go by. */
export function writeArgument(
  bytes: Uint8Array,
  at: number,
  tag: number,
  number: number,
  value: number,
): void {
  switch (tag) {
    case TAG.float32:
      return writeFloat32(bytes, at, number);
    case TAG.float64:
      return writeFloat64(bytes, at, number);
    case TAG.int32:
      return writeInt32(bytes, at, Math.max(-MAX_INT32 - 1, Math.min(MAX_INT32, Math.round(number))));
    case TAG.char:
    case TAG.rgba:
      return writeInt32(bytes, at, Math.max(0, Math.min(MAX_UINT32, Math.round(number))));
    case TAG.int64:
      return writeInt64(bytes, at, Math.round(number));
    case TAG.true:
    case TAG.false:
      bytes[at] = value >= ON ? TAG.true : TAG.false;
      return;
    default:
      return;
  }
}
