import { readUint32 } from '../bytes.ts';
import { OscReader } from '../decode.ts';
import type { OscArgument, OscMessage } from '../encode.ts';
import { isOscType } from '../tags.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** The messages of a packet as plain objects, bundles flattened; undefined when it is malformed. For tests. */
export function decodeMessages(packet: Uint8Array): OscMessage[] | undefined {
  const reader = new OscReader();
  const messages: OscMessage[] = [];
  return reader.read(packet, () => void messages.push(messageOf(reader))) ? messages : undefined;
}

function messageOf(reader: OscReader): OscMessage {
  const address = text(reader.bytes.subarray(reader.addressStart, reader.addressEnd));
  const tags = text(reader.bytes.subarray(reader.tagStart, reader.tagEnd));
  const stack: OscArgument[][] = [[]];
  let index = 0;
  for (const tag of tags) {
    if (tag === '[') stack.push([]);
    else if (tag === ']') {
      const items = stack.pop() ?? [];
      stack.at(-1)?.push({ type: '[', items });
    } else stack.at(-1)?.push(argumentOf(reader, tag, index++));
  }
  return { address, args: stack[0] ?? [] };
}

function argumentOf(reader: OscReader, type: string, index: number): OscArgument {
  if (!isOscType(type)) throw new Error(`no type ${type}`);
  const at = reader.starts[index] ?? 0;
  const { bytes } = reader;
  const wide = () => new DataView(bytes.buffer, bytes.byteOffset + at, 8);
  switch (type) {
    case 'h':
      return { type, value: wide().getBigInt64(0) };
    case 't':
      return { type, value: wide().getBigUint64(0) };
    case 's':
    case 'S':
      return { type, value: text(bytes.subarray(at, bytes.indexOf(0, at))) };
    case 'b':
      return { type, value: bytes.slice(at + 4, at + 4 + readUint32(bytes, at)) };
    case 'm':
      return { type, value: bytes.slice(at, at + 4) };
    case 'T':
    case 'F':
    case 'N':
    case 'I':
      return { type };
    default:
      return { type, value: reader.values[index] ?? NaN };
  }
}
