/** Frames per second of time code, in the order of its two rate bits (MIDI Time Code, "Quarter Frame Messages"). */
export const MTC_RATES = ['24', '25', '29.97', '30'] as const;

/** 29.97 is drop-frame: 30 numbers per second, of which 2 a minute are left out except each tenth minute. */
const DROP = 2;
const FRAMES_PER_SECOND = [24, 25, 30, 30] as const;
const FRAMES_PER_DAY = [2_073_600, 2_160_000, 2_589_408, 2_592_000] as const;

export interface TimeCode {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly frames: number;
  /** Index into `MTC_RATES`. */
  readonly rate: number;
}

/** Frames since midnight. */
export function frameNumber(time: TimeCode): number {
  const minutes = time.hours * 60 + time.minutes;
  const plain = (minutes * 60 + time.seconds) * (FRAMES_PER_SECOND[time.rate] ?? 30) + time.frames;
  return time.rate === DROP ? plain - 2 * (minutes - Math.floor(minutes / 10)) : plain;
}

/** The time as a share of a day, 0 (midnight) to 1. */
export function dayFraction(time: TimeCode): number {
  return frameNumber(time) / (FRAMES_PER_DAY[time.rate] ?? 1);
}

/** The frame nearest to a share of a day; 1 is the last frame of the day. */
export function timeOfFraction(fraction: number, rate: number): TimeCode {
  const day = FRAMES_PER_DAY[rate] ?? 1;
  const frame = Math.min(day - 1, Math.round(fraction * day));
  return timeOfFrame(frame, rate);
}

/** The time code of a frame since midnight. */
export function timeOfFrame(frame: number, rate: number): TimeCode {
  const fps = FRAMES_PER_SECOND[rate] ?? 30;
  const numbered = rate === DROP ? frame + droppedBefore(frame) : frame;
  const seconds = Math.floor(numbered / fps);
  return {
    hours: Math.floor(seconds / 3600) % 24,
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
    frames: numbered % fps,
    rate,
  };
}

/** Numbers left out before a drop-frame count: 18 in each 17,982 frames (ten minutes), 2 a minute but the first. */
function droppedBefore(frame: number): number {
  const tens = Math.floor(frame / 17_982);
  const rest = frame % 17_982;
  return tens * 18 + (rest < 1800 ? 0 : 2 * (Math.floor((rest - 1800) / 1798) + 1));
}

/** A full message: F0 7F 7F 01 01 hr mn sc fr F7. */
export function fullFrame(time: TimeCode): Uint8Array {
  const hours = (time.rate << 5) | time.hours;
  return Uint8Array.of(0xf0, 0x7f, 0x7f, 0x01, 0x01, hours, time.minutes, time.seconds, time.frames, 0xf7);
}

/** The time of a full message, or undefined when the bytes are none. */
export function parseFullFrame(bytes: Uint8Array): TimeCode | undefined {
  const [f0, realTime, , one, full, hours, minutes, seconds, frames, f7] = bytes;
  if (bytes.length !== 10 || f0 !== 0xf0 || realTime !== 0x7f || one !== 1 || full !== 1 || f7 !== 0xf7)
    return;
  return checked(hours ?? 0, minutes ?? 0, seconds ?? 0, frames ?? 0);
}

function checked(
  hoursAndRate: number,
  minutes: number,
  seconds: number,
  frames: number,
): TimeCode | undefined {
  const rate = (hoursAndRate >> 5) & 3;
  const hours = hoursAndRate & 0x1f;
  const valid = hours < 24 && minutes < 60 && seconds < 60 && frames < (FRAMES_PER_SECOND[rate] ?? 0);
  if (!valid || (rate === DROP && frames < 2 && seconds === 0 && minutes % 10 !== 0)) return undefined;
  return { hours, minutes, seconds, frames, rate };
}

/** Puts a time together from eight quarter frames, forwards or backwards; a gap or a jump starts anew. */
export class QuarterFrames {
  readonly #nibbles = new Uint8Array(8);
  #last = -1;
  #count = 0;

  /** Take a quarter frame's data byte. The frame that plays now, when a set is complete, else undefined. */
  take(data: number): TimeCode | undefined {
    const piece = (data >> 4) & 7;
    this.#nibbles[piece] = data & 15;
    const forwards = piece === ((this.#last + 1) & 7);
    const backwards = this.#last >= 0 && piece === ((this.#last + 7) & 7);
    this.#count = forwards || backwards ? this.#count + 1 : 1;
    this.#last = piece;
    if (this.#count < 8 || piece !== (forwards ? 7 : 0)) return undefined;
    return this.#time(forwards);
  }

  reset(): void {
    this.#last = -1;
    this.#count = 0;
  }

  /** The pieces tell the time at which the first of them was sent; played forwards, two frames have gone by since. */
  #time(forwards: boolean): TimeCode | undefined {
    const n = this.#nibbles;
    const field = (low: number, mask: number) => ((n[low] ?? 0) | ((n[low + 1] ?? 0) << 4)) & mask;
    const time = checked(field(6, 0x7f), field(4, 0x3f), field(2, 0x3f), field(0, 0x1f));
    if (!time || !forwards) return time;
    return timeOfFrame((frameNumber(time) + 2) % (FRAMES_PER_DAY[time.rate] ?? 1), time.rate);
  }
}
