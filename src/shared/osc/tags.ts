/** Type tags of OSC 1.0 and 1.1, as the byte that stands in a message. */
export const TAG = {
  int32: 105, // i
  int64: 104, // h
  float32: 102, // f
  float64: 100, // d
  true: 84, // T
  false: 70, // F
  nil: 78, // N
  impulse: 73, // I
  string: 115, // s
  symbol: 83, // S
  char: 99, // c
  rgba: 114, // r
  midi: 109, // m
  blob: 98, // b
  time: 116, // t
  arrayOpen: 91, // [
  arrayClose: 93, // ]
} as const;

/** The letters that name one argument, in patterns and in messages. */
export type OscType = 'i' | 'h' | 'f' | 'd' | 'T' | 'F' | 'N' | 'I' | 's' | 'S' | 'c' | 'r' | 'm' | 'b' | 't';

const LETTERS = 'ihfdTFNIsScrmbt';

export function isOscType(letter: string): letter is OscType {
  return letter.length === 1 && LETTERS.includes(letter);
}

/**
 * What the values 0 and 1 stand for when no pattern says otherwise. i and h are MIDIMonster's; a character and the
 * last data byte of a MIDI message have seven bits. Types that are absent carry no number that could be scaled.
 */
export const DEFAULT_RANGES: Readonly<Partial<Record<OscType, readonly [min: number, max: number]>>> = {
  i: [0, 255],
  h: [0, 1024],
  f: [0, 1],
  d: [0, 1],
  c: [0, 127],
  r: [0, 0xffff_ffff],
  m: [0, 127],
};
