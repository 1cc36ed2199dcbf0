import { extname } from 'node:path';

/** What results can be written as. */
export const RESULT_FORMATS = ['wav', 'flac', 'mp3', 'ogg'] as const;
export type ResultFormat = (typeof RESULT_FORMATS)[number];

/** Read and written by the program itself; all others by a converter that is installed on the machine. */
const OWN = new Set(['wav', 'wave', 'flac']);
const CONVERTED = new Set([
  'mp3',
  'ogg',
  'oga',
  'opus',
  'aif',
  'aiff',
  'aifc',
  'au',
  'caf',
  'm4a',
  'aac',
  'wma',
]);

/** The extension of a path in lower case, without the dot. */
export function extensionOf(path: string): string {
  return extname(path).slice(1).toLowerCase();
}

/** Whether a file of that name may be a sound, by its extension alone. */
export function isSoundName(path: string): boolean {
  const extension = extensionOf(path);
  return OWN.has(extension) || CONVERTED.has(extension);
}

export function needsConverter(path: string): boolean {
  return !OWN.has(extensionOf(path));
}
