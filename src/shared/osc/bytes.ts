// Big-endian numbers in byte arrays. Callers have checked the bounds; nothing here allocates.
const scratch = new DataView(new ArrayBuffer(8));

const TWO_32 = 4_294_967_296;

/** Unsigned 32 bits at `at`. */
export function readUint32(bytes: Uint8Array, at: number): number {
  return readInt32(bytes, at) >>> 0;
}

/** Signed 32 bits at `at`. */
export function readInt32(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)
  );
}

/** Signed 64 bits at `at`, as the nearest number. */
export function readInt64(bytes: Uint8Array, at: number): number {
  return readInt32(bytes, at) * TWO_32 + readUint32(bytes, at + 4);
}

/** IEEE 754 single at `at`. */
export function readFloat32(bytes: Uint8Array, at: number): number {
  scratch.setInt32(0, readInt32(bytes, at));
  return scratch.getFloat32(0);
}

/** IEEE 754 double at `at`. */
export function readFloat64(bytes: Uint8Array, at: number): number {
  scratch.setInt32(0, readInt32(bytes, at));
  scratch.setInt32(4, readInt32(bytes, at + 4));
  return scratch.getFloat64(0);
}

/** The low 32 bits of an integer, signed or unsigned. */
export function writeInt32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

/** A safe integer as signed 64 bits. */
export function writeInt64(bytes: Uint8Array, at: number, value: number): void {
  const high = Math.floor(value / TWO_32);
  writeInt32(bytes, at, high);
  writeInt32(bytes, at + 4, value - high * TWO_32);
}

export function writeFloat32(bytes: Uint8Array, at: number, value: number): void {
  scratch.setFloat32(0, value);
  writeInt32(bytes, at, scratch.getInt32(0));
}

export function writeFloat64(bytes: Uint8Array, at: number, value: number): void {
  scratch.setFloat64(0, value);
  writeInt32(bytes, at, scratch.getInt32(0));
  writeInt32(bytes, at + 4, scratch.getInt32(4));
}
