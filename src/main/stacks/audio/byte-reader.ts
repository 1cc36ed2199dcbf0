import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Random access to a file's bytes, for reading heads without reading the whole. Close it. */
export class ByteReader {
  readonly size: number;
  readonly #fd: number;

  constructor(path: string) {
    this.#fd = openSync(path, 'r');
    this.size = fstatSync(this.#fd).size;
  }

  /** Up to `length` bytes from `at`; fewer at the end of the file. */
  read(at: number, length: number): Buffer {
    const want = Math.max(0, Math.min(length, this.size - at));
    const buffer = Buffer.allocUnsafe(want);
    let got = 0;
    while (got < want) {
      const n = readSync(this.#fd, buffer, got, want - got, at + got);
      if (n === 0) break;
      got += n;
    }
    return buffer.subarray(0, got);
  }

  close(): void {
    closeSync(this.#fd);
  }
}
