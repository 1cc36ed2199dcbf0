import { extname } from 'node:path';
import { OWN_EXTENSIONS, SOUND_EXTENSIONS } from '../../../shared/sound/extensions.ts';

/** What results can be written as. */
export const RESULT_FORMATS = ['wav', 'flac', 'mp3', 'ogg'] as const;
export type ResultFormat = (typeof RESULT_FORMATS)[number];

const OWN: ReadonlySet<string> = new Set(OWN_EXTENSIONS);
const SOUNDS: ReadonlySet<string> = new Set(SOUND_EXTENSIONS);

/** The extension of a path in lower case, without the dot. */
export function extensionOf(path: string): string {
  return extname(path).slice(1).toLowerCase();
}

/** Whether a file of that name may be a sound, by its extension alone. */
export function isSoundName(path: string): boolean {
  return SOUNDS.has(extensionOf(path));
}

export function needsConverter(path: string): boolean {
  return !OWN.has(extensionOf(path));
}
