/** Which notes sound: one bit per MIDI channel and note. */
export class HeldNotes {
  readonly #bits = new Uint32Array(64);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  has(channel: number, note: number): boolean {
    return ((this.#bits[slot(channel, note)] ?? 0) & bit(note)) !== 0;
  }

  /** Remember that a note was switched on or off. */
  set(channel: number, note: number, on: boolean): void {
    if (this.has(channel, note) === on) return;
    const index = slot(channel, note);
    this.#bits[index] = (this.#bits[index] ?? 0) ^ bit(note);
    this.#count += on ? 1 : -1;
  }

  /** Call for every note held, in order; the callback may change the set. */
  each(fn: (channel: number, note: number) => void): void {
    if (this.#count === 0) return;
    for (let channel = 0; channel < 16; channel++) {
      for (let note = 0; note < 128; note++) if (this.has(channel, note)) fn(channel, note);
    }
  }

  clear(): void {
    this.#bits.fill(0);
    this.#count = 0;
  }
}

function slot(channel: number, note: number): number {
  return (channel << 2) | (note >> 5);
}

function bit(note: number): number {
  return 1 << (note & 31);
}
