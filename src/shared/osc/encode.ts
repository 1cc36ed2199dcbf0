import { writeFloat32, writeFloat64, writeInt32 } from './bytes.ts';

/** One argument of a message, by its type tag. */
export type OscArgument =
  | { readonly type: 'i' | 'f' | 'd' | 'c' | 'r'; readonly value: number }
  | { readonly type: 'h' | 't'; readonly value: bigint }
  | { readonly type: 's' | 'S'; readonly value: string }
  /** `m` has four bytes: port, status, data, data. */
  | { readonly type: 'b' | 'm'; readonly value: Uint8Array }
  | { readonly type: 'T' | 'F' | 'N' | 'I' }
  | { readonly type: '['; readonly items: readonly OscArgument[] };

export interface OscMessage {
  readonly address: string;
  readonly args: readonly OscArgument[];
}

export interface OscBundle {
  /** NTP time tag; 1 means at once. */
  readonly time: bigint;
  readonly elements: readonly OscPacket[];
}

export type OscPacket = OscMessage | OscBundle;

const utf8 = new TextEncoder();

/** Encode a message or a bundle (OSC 1.0, types of 1.1). Allocates: the hot path changes prepared messages in place. */
export function encodePacket(packet: OscPacket): Uint8Array {
  return 'address' in packet ? encodeMessage(packet) : encodeBundle(packet);
}

function encodeMessage({ address, args }: OscMessage): Uint8Array {
  const tags = `,${args.map(tagsOf).join('')}`;
  return joined([paddedString(address), paddedString(tags), ...args.map(dataOf)]);
}

function encodeBundle({ time, elements }: OscBundle): Uint8Array {
  const parts = elements.map(encodePacket).flatMap(bytes => [int32(bytes.length), bytes]);
  return joined([paddedString('#bundle'), int64(time), ...parts]);
}

function tagsOf(arg: OscArgument): string {
  return arg.type === '[' ? `[${arg.items.map(tagsOf).join('')}]` : arg.type;
}

function dataOf(arg: OscArgument): Uint8Array {
  switch (arg.type) {
    case 'i':
    case 'c':
    case 'r':
      return int32(arg.value);
    case 'f':
      return filled(4, bytes => writeFloat32(bytes, 0, arg.value));
    case 'd':
      return filled(8, bytes => writeFloat64(bytes, 0, arg.value));
    case 'h':
    case 't':
      return int64(arg.value);
    case 's':
    case 'S':
      return paddedString(arg.value);
    case 'b':
      return joined([int32(arg.value.length), arg.value, new Uint8Array(-arg.value.length & 3)]);
    case 'm':
      return arg.value;
    case '[':
      return joined(arg.items.map(dataOf));
    default:
      return new Uint8Array(0);
  }
}

function int32(value: number): Uint8Array {
  return filled(4, bytes => writeInt32(bytes, 0, value));
}

function int64(value: bigint): Uint8Array {
  return filled(8, bytes => new DataView(bytes.buffer).setBigInt64(0, value));
}

function filled(size: number, fill: (bytes: Uint8Array) => void): Uint8Array {
  const bytes = new Uint8Array(size);
  fill(bytes);
  return bytes;
}

/** At least one NUL, then more up to a multiple of 4. */
function paddedString(text: string): Uint8Array {
  const bytes = utf8.encode(text);
  const result = new Uint8Array((bytes.length & ~3) + 4);
  result.set(bytes);
  return result;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
