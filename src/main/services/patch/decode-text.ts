/** The text of a file, and whether its encoding had to be guessed. */
export interface DecodedText {
  readonly text: string;
  /** It is not UTF-8: every byte was taken for a character (Latin-1), as old configurations are written. */
  readonly guessed: boolean;
}

/** Decode UTF-8, or UTF-16 with a byte order mark (Windows Notepad's "Unicode"); anything else as Latin-1. */
export function decodeText(bytes: Buffer): DecodedText {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return { text: bytes.toString('utf16le'), guessed: false };
  if (first === 0xfe && second === 0xff) {
    const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
    return { text: Buffer.from(even).swap16().toString('utf16le'), guessed: false };
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, guessed: false };
  } catch {
    return { text: bytes.toString('latin1'), guessed: true };
  }
}
