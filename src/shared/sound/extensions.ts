/** Sounds that the program reads and writes by itself, by the extension of their files. */
export const OWN_EXTENSIONS = ['wav', 'wave', 'flac'] as const;

/** What a sound may be called; all but its own need a converter on the engine's machine. */
export const SOUND_EXTENSIONS: readonly string[] = [
  ...OWN_EXTENSIONS,
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
];
