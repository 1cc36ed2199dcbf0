/**
 * The kinds of MIDI channels. The numbers are internal (they are packed into keys); the names are what users write.
 * `index` is the greatest index, or undefined for a kind without one.
 */
export const Kind = {
  note: 0,
  noteoff: 1,
  cc: 2,
  hires: 3,
  rel: 4,
  pressure: 5,
  aftertouch: 6,
  pitch: 7,
  program: 8,
  rpn: 9,
  nrpn: 10,
  clock: 11,
  start: 12,
  continue: 13,
  stop: 14,
  reset: 15,
  songpos: 16,
  song: 17,
  beat: 18,
  tempo: 19,
  mtc: 20,
  sysex: 21,
} as const;

export type KindName = keyof typeof Kind;
export type Kind = (typeof Kind)[KindName];

interface KindInfo {
  readonly name: KindName;
  /** Lives on one of the 16 MIDI channels, or stands for the whole cable. */
  readonly perChannel: boolean;
  readonly index?: number;
  readonly label: string;
  readonly source: boolean;
  readonly target: boolean;
  /** The greatest raw number, what 1.0 stands for. */
  readonly max: number;
  readonly unit?: string;
}

const both = { source: true, target: true } as const;

/** In the order of their numbers. */
export const KINDS: readonly KindInfo[] = [
  { name: 'note', perChannel: true, index: 127, label: 'Note', max: 127, ...both },
  { name: 'noteoff', perChannel: true, index: 127, label: 'Release velocity of note', max: 127, ...both },
  { name: 'cc', perChannel: true, index: 127, label: 'Control', max: 127, ...both },
  { name: 'hires', perChannel: true, index: 31, label: '14-bit control', max: 16_383, ...both },
  { name: 'rel', perChannel: true, index: 127, label: 'Relative encoder', max: 1, ...both },
  { name: 'pressure', perChannel: true, index: 127, label: 'Pressure of note', max: 127, ...both },
  { name: 'aftertouch', perChannel: true, label: 'Channel pressure', max: 127, ...both },
  { name: 'pitch', perChannel: true, label: 'Pitch bend', max: 16_383, ...both },
  { name: 'program', perChannel: true, label: 'Program', max: 127, ...both },
  { name: 'rpn', perChannel: true, index: 16_383, label: 'Registered parameter', max: 16_383, ...both },
  { name: 'nrpn', perChannel: true, index: 16_383, label: 'Non-registered parameter', max: 16_383, ...both },
  { name: 'clock', perChannel: false, label: 'Clock tick', max: 1, ...both },
  { name: 'start', perChannel: false, label: 'Start', max: 1, ...both },
  { name: 'continue', perChannel: false, label: 'Continue', max: 1, ...both },
  { name: 'stop', perChannel: false, label: 'Stop', max: 1, ...both },
  { name: 'reset', perChannel: false, label: 'System reset', max: 1, ...both },
  { name: 'songpos', perChannel: false, label: 'Song position', max: 16_383, unit: '1/16', ...both },
  { name: 'song', perChannel: false, label: 'Song', max: 127, ...both },
  { name: 'beat', perChannel: false, label: 'Beat', max: 1, source: true, target: false },
  { name: 'tempo', perChannel: false, label: 'Tempo', max: 300, unit: 'BPM', ...both },
  { name: 'mtc', perChannel: false, label: 'Time code', max: 86_400, unit: 's', ...both },
  { name: 'sysex', perChannel: false, label: 'SysEx', max: 1, ...both },
];

/** What 1.0 stands for on a `tempo` channel, in beats per minute. */
export const TEMPO_MAX = 300;

export function kindInfo(kind: Kind): KindInfo {
  const info = KINDS[kind];
  if (!info) throw new RangeError(`no MIDI kind ${kind}`);
  return info;
}
