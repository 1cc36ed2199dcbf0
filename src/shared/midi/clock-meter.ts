/** MIDI clock: 24 ticks are a quarter note. */
export const TICKS_PER_BEAT = 24;
/** A pause longer than this (ms) means that the clock stopped: slower than 5 BPM. */
const PAUSE_MS = 500;

/** Counts beats and measures the tempo of an incoming MIDI clock. */
export class ClockMeter {
  #ticks = 0;
  #beatAt = -1;
  #tickAt = -1;

  /** The next tick begins a beat. */
  restart(): void {
    this.#ticks = 0;
    this.#beatAt = -1;
  }

  /** Continue in the middle: `sixteenths` since the start of the song (song position, six ticks each). */
  locate(sixteenths: number): void {
    this.#ticks = (sixteenths * 6) % TICKS_PER_BEAT;
    this.#beatAt = -1;
  }

  /** A tick at `now` (ms). -1 between beats; on a beat the tempo in BPM, 0 while it is not known yet. */
  tick(now: number): number {
    if (this.#tickAt >= 0 && now - this.#tickAt > PAUSE_MS) this.#beatAt = -1;
    this.#tickAt = now;
    const beat = this.#ticks === 0;
    this.#ticks = (this.#ticks + 1) % TICKS_PER_BEAT;
    if (!beat) return -1;
    const span = now - this.#beatAt;
    const bpm = this.#beatAt < 0 || span <= 0 ? 0 : 60_000 / span;
    this.#beatAt = now;
    return bpm;
  }
}
