/** What Windows-1252 has for 0x80 to 0x9F. */
const UPPER = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

export interface Decoder {
  decode(bytes?: Uint8Array, options?: { readonly stream?: boolean }): string;
}

/**
 * A decoder for an encoding by any of its names. Throws a RangeError for a name that nobody knows; with `fatal`, `decode`
 * throws a TypeError for bytes that are not of the encoding. Node 20 reads Windows-1252 as Latin-1 (nodejs/node#56542):
 * its quotation marks, dashes and the euro are set right here.
 */
export function textDecoder(encoding: string, fatal = false): Decoder {
  const decoder = new TextDecoder(encoding, { fatal });
  if (decoder.encoding !== 'windows-1252') return decoder;
  const mend = (control: string) => UPPER[control.charCodeAt(0) - 0x80] ?? control;
  return { decode: (bytes, options) => decoder.decode(bytes, options).replace(/[\u0080-\u009f]/g, mend) };
}
