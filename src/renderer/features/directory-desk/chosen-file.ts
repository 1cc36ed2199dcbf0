import { type Encoding, guessEncoding } from '../../model/contacts-csv.ts';

/** A file as it was read, and how its bytes are taken. */
export interface ChosenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly encoding: Encoding;
  /** The encoding is a guess, not the user's word. */
  readonly guessed: boolean;
}

export async function readFile(given: File): Promise<ChosenFile> {
  const bytes = new Uint8Array(await given.arrayBuffer());
  const encoding = guessEncoding(bytes);
  return { name: given.name, bytes, encoding, guessed: encoding !== 'utf-8' };
}
