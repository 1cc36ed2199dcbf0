import { readFloat32, readFloat64, readInt32, readInt64, readUint32 } from './bytes.ts';
import { TAG } from './tags.ts';

/** Bundles in bundles beyond this are taken for an attack, not for music. */
export const MAX_BUNDLE_DEPTH = 32;

const BUNDLE = [35, 98, 117, 110, 100, 108, 101, 0]; // "#bundle\0"
const BUNDLE_HEADER = 16;
const SLASH = 47;
const COMMA = 44;
const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;
const MALFORMED = -1;

const UNSIZED = -1;
/** Bytes of data by tag; UNSIZED where the data say it themselves, and for what is no tag. */
const SIZES = new Int8Array(256).fill(UNSIZED);
for (const tag of [TAG.true, TAG.false, TAG.nil, TAG.impulse]) SIZES[tag] = 0;
for (const tag of [TAG.int32, TAG.float32, TAG.char, TAG.rgba, TAG.midi]) SIZES[tag] = 4;
for (const tag of [TAG.int64, TAG.float64, TAG.time]) SIZES[tag] = 8;

/** Hash of an address, the same that the reader computes while it looks for the address's end (FNV-1a). */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = FNV_OFFSET;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), FNV_PRIME);
  return hash;
}

/**
 * Reads OSC 1.0 and 1.1 packets without allocating: the fields describe the message that the handler is called for and
 * are overwritten by the next one. A packet with any fault is refused as a whole, before any of it is handed over.
 */
export class OscReader {
  bytes: Uint8Array = new Uint8Array(0);
  /** The address is `bytes[addressStart..addressEnd)`. */
  addressStart = 0;
  addressEnd = 0;
  addressHash = 0;
  /** The tags, without the comma, are `bytes[tagStart..tagEnd)`; they include the brackets of arrays. */
  tagStart = 0;
  tagEnd = 0;
  /** Arguments; those inside arrays count one by one, brackets do not count. */
  count = 0;
  /** Per argument: its tag, see `TAG`. */
  kinds = new Uint8Array(64);
  /** Per argument: its number. T and I are 1, F and N are 0, m is its last data byte; s, S, b and t are NaN. */
  values = new Float64Array(64);
  /** Per argument: where its data begin in `bytes`. */
  starts = new Int32Array(64);

  /** Call `handler` for every message of the packet. False, and no call, when the packet is malformed. */
  read(bytes: Uint8Array, handler: () => void): boolean {
    const end = bytes.length;
    if (end === 0 || end % 4 !== 0) return false;
    this.bytes = bytes;
    if (bytes[0] !== BUNDLE[0]) {
      if (!this.#message(0, end)) return false;
      handler();
      return true;
    }
    return this.#bundle(0, end, 0, undefined) && this.#bundle(0, end, 0, handler);
  }

  #bundle(from: number, end: number, depth: number, handler: (() => void) | undefined): boolean {
    if (depth >= MAX_BUNDLE_DEPTH || !this.#isBundle(from, end)) return false;
    let at = from + BUNDLE_HEADER;
    while (at < end) {
      const size = readInt32(this.bytes, at);
      at += 4;
      if (size <= 0 || size % 4 !== 0 || size > end - at) return false;
      if (this.bytes[at] === BUNDLE[0]) {
        if (!this.#bundle(at, at + size, depth + 1, handler)) return false;
      } else {
        if (!this.#message(at, at + size)) return false;
        handler?.();
      }
      at += size;
    }
    return true;
  }

  #isBundle(from: number, end: number): boolean {
    if (end - from < BUNDLE_HEADER) return false;
    for (let i = 0; i < BUNDLE.length; i++) if (this.bytes[from + i] !== BUNDLE[i]) return false;
    return true;
  }

  #message(from: number, end: number): boolean {
    const { bytes } = this;
    if (bytes[from] !== SLASH) return false;
    let at = from;
    let hash = FNV_OFFSET;
    for (; at < end && bytes[at] !== 0; at++) hash = Math.imul(hash ^ (bytes[at] as number), FNV_PRIME);
    if (at === end) return false;
    this.addressStart = from;
    this.addressEnd = at;
    this.addressHash = hash;
    this.count = 0;
    const tags = padded(at);
    this.tagStart = this.tagEnd = tags + 1;
    // Old senders leave out the tags of a message without arguments.
    if (tags === end) return true;
    if (bytes[tags] !== COMMA) return false;
    return this.#arguments(tags + 1, end);
  }

  #arguments(tags: number, end: number): boolean {
    const { bytes } = this;
    let tagEnd = tags;
    while (tagEnd < end && bytes[tagEnd] !== 0) tagEnd++;
    if (tagEnd === end) return false;
    this.tagEnd = tagEnd;
    this.#grow(tagEnd - tags);
    let data = padded(tagEnd);
    let open = 0;
    for (let at = tags; at < tagEnd; at++) {
      const tag = bytes[at] as number;
      if (tag === TAG.arrayOpen) open++;
      else if (tag === TAG.arrayClose) {
        if (--open < 0) return false;
      } else {
        data = this.#argument(tag, data, end);
        if (data === MALFORMED) return false;
      }
    }
    return open === 0 && data === end;
  }

  /** Where the data after this argument begin, or MALFORMED. */
  #argument(tag: number, at: number, end: number): number {
    const index = this.count++;
    const size = SIZES[tag] ?? UNSIZED;
    this.kinds[index] = tag;
    this.starts[index] = at;
    if (size === UNSIZED) {
      this.values[index] = NaN;
      if (tag === TAG.string || tag === TAG.symbol) return this.#afterString(at, end);
      return tag === TAG.blob ? this.#afterBlob(at, end) : MALFORMED;
    }
    if (at + size > end) return MALFORMED;
    this.values[index] = this.#number(tag, at);
    return at + size;
  }

  #number(tag: number, at: number): number {
    const { bytes } = this;
    switch (tag) {
      case TAG.float32:
        return readFloat32(bytes, at);
      case TAG.int32:
        return readInt32(bytes, at);
      case TAG.char:
      case TAG.rgba:
        return readUint32(bytes, at);
      case TAG.float64:
        return readFloat64(bytes, at);
      case TAG.int64:
        return readInt64(bytes, at);
      case TAG.midi:
        return bytes[at + 3] as number;
      case TAG.time:
        return NaN;
      default:
        return tag === TAG.true || tag === TAG.impulse ? 1 : 0;
    }
  }

  #afterString(from: number, end: number): number {
    let at = from;
    while (at < end && this.bytes[at] !== 0) at++;
    return at >= end ? MALFORMED : padded(at);
  }

  #afterBlob(at: number, end: number): number {
    if (at + 4 > end) return MALFORMED;
    const size = readInt32(this.bytes, at);
    if (size < 0 || size > end - at - 4) return MALFORMED;
    return at + 4 + ((size + 3) & ~3);
  }

  #grow(least: number): void {
    if (least <= this.kinds.length) return;
    const size = 2 ** Math.ceil(Math.log2(least));
    this.kinds = new Uint8Array(size);
    this.values = new Float64Array(size);
    this.starts = new Int32Array(size);
  }
}

/** Where the data after a string begin whose NUL stands at `at`: strings end at a multiple of 4 (messages do too). */
function padded(at: number): number {
  return (at & ~3) + 4;
}
