import { open, stat } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Decoder, textDecoder } from '../../../shared/directory/text-decoder.ts';

/** A file larger than this is refused: a sheet is some hundred kilobytes. */
export const MAX_FILE_BYTES = 64 * 2 ** 20;
/** A file that is read as a whole, such as JSON, is parsed in one go: a larger one would hold up events. */
export const MAX_WHOLE_BYTES = 8 * 2 ** 20;
const PIECE = 256 * 1024;

export interface TextReport {
  /** The bytes were not all of the encoding; what was not is replaced. */
  readonly wrong: boolean;
  /** There are NUL characters: it is UTF-16 without its mark, or no text. */
  readonly nul: boolean;
  readonly bytes: number;
}

/**
 * Read a text file piece by piece, leaving the thread free between pieces. A byte order mark tells the encoding,
 * whatever was given; `utf-8` when nothing was. Throws when the file is too large or no file, or the encoding is unknown.
 */
export async function readText(
  file: string,
  encoding: string | undefined,
  signal: AbortSignal,
  onPiece: (text: string) => void,
  most = MAX_FILE_BYTES,
): Promise<TextReport> {
  await mustBeReadable(file, most);
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.allocUnsafe(PIECE);
    let decoder: Decoder | undefined;
    let bytes = 0;
    let wrong = false;
    let nul = false;
    const give = (text: string) => {
      wrong ||= text.includes('\uFFFD');
      nul ||= text.includes('\u0000');
      if (text !== '') onPiece(text);
    };
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, PIECE, bytes);
      signal.throwIfAborted();
      if (bytesRead === 0) break;
      const piece = buffer.subarray(0, bytesRead);
      decoder ??= decoderFor(piece, encoding);
      bytes += bytesRead;
      // It may have grown since.
      if (bytes > most) throw tooLarge(bytes, most);
      give(decoder.decode(piece, { stream: true }));
      await nextTurn();
    }
    if (decoder) give(decoder.decode());
    return { wrong, nul, bytes };
  } finally {
    await handle.close();
  }
}

/** Before it is opened: a pipe would never be open, a device never at its end. */
async function mustBeReadable(file: string, most: number): Promise<void> {
  const found = await stat(file);
  if (!found.isFile()) throw new Error(found.isDirectory() ? 'it is a folder' : 'it is no file');
  if (found.size > most) throw tooLarge(found.size, most);
}

function tooLarge(bytes: number, most: number): Error {
  return new Error(`the file has ${Math.ceil(bytes / 2 ** 20)} MB; ${most / 2 ** 20} MB are the most`);
}

/** Read a whole text file, for formats that are not read line by line. */
export async function readWholeText(
  file: string,
  encoding: string | undefined,
  signal: AbortSignal,
): Promise<string> {
  const pieces: string[] = [];
  await readText(file, encoding, signal, piece => void pieces.push(piece), MAX_WHOLE_BYTES);
  return pieces.join('').replace(/^\uFEFF/, '');
}

/** The decoder of a byte order mark, else of the given name. Throws for a name that nobody knows. */
export function decoderFor(start: Uint8Array, encoding: string | undefined): Decoder {
  const [a, b, c] = start;
  const marked = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : undefined;
  const utf8 = a === 0xef && b === 0xbb && c === 0xbf ? 'utf-8' : undefined;
  const wanted = marked ?? utf8 ?? encoding ?? 'utf-8';
  try {
    return textDecoder(wanted);
  } catch {
    throw new Error(`there is no encoding "${wanted}"; try utf-8, windows-1252 or utf-16le`);
  }
}
