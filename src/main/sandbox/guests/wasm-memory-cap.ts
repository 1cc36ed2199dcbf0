const MEMORY_SECTION = 5;
const MAGIC_BYTES = 8;

/**
 * The same WebAssembly binary with a maximum for its own memory, in pages of 64 KiB: engines that declare none could
 * grow to 4 GiB, and no limit of a worker thread holds them. (WebAssembly core, binary format 5.5.8.)
 */
export function capWasmMemory(binary: Uint8Array, maxPages: number): Uint8Array<ArrayBuffer> {
  let at = MAGIC_BYTES;
  const readLeb = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = binary[at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) return value >>> 0;
    }
  };
  while (at < binary.length) {
    const start = at;
    const id = binary[at++];
    const length = readLeb();
    const end = at + length;
    if (id === MEMORY_SECTION) {
      readLeb();
      const flags = readLeb();
      const body = [1, flags | 1, ...leb(readLeb()), ...leb(maxPages)];
      return splice(binary, start, end, [MEMORY_SECTION, ...leb(body.length), ...body]);
    }
    at = end;
  }
  throw new Error('the binary has no memory of its own');
}

/** Unsigned LEB128. */
function leb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return bytes;
}

function splice(binary: Uint8Array, start: number, end: number, section: number[]): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(start + section.length + binary.length - end);
  result.set(binary.subarray(0, start));
  result.set(section, start);
  result.set(binary.subarray(end), start + section.length);
  return result;
}
