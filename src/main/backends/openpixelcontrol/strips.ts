/** The levels that arrive for one strip, and who listens. Levels are 16 bit. */
export class StripInput {
  #levels = new Uint16Array(0);
  /** 0 until a component was received: its first level is news whatever it is. */
  #known = new Uint8Array(0);
  readonly #listeners: number[] = [];

  listen(index: number, local: number): void {
    while (this.#listeners.length <= index) this.#listeners.push(-1);
    this.#listeners[index] = local;
    if (index < this.#known.length) this.#known[index] = 0;
  }

  ignore(index: number): void {
    if (index < this.#listeners.length) this.#listeners[index] = -1;
  }

  /** The local number of who listens to a component, or -1. */
  listener(index: number): number {
    return index < this.#listeners.length ? (this.#listeners[index] as number) : -1;
  }

  /** Make room for so many components. */
  grow(count: number): void {
    if (count <= this.#levels.length) return;
    const levels = new Uint16Array(count);
    levels.set(this.#levels);
    const known = new Uint8Array(count);
    known.set(this.#known);
    this.#levels = levels;
    this.#known = known;
  }

  /** Take a level in; true when it is news. */
  take(index: number, level: number): boolean {
    if (this.#levels[index] === level && this.#known[index] === 1) return false;
    this.#levels[index] = level;
    this.#known[index] = 1;
    return true;
  }
}

const FIRST = 96;

/** The levels that are sent to one strip. */
export class StripOutput {
  levels = new Uint16Array(FIRST);
  /** By component: the message number in which it changed last. */
  #changedIn = new Float64Array(FIRST);
  #known = new Uint8Array(FIRST);
  #message = 1;
  /** Components up to the highest one in use, whole LEDs. */
  count = 0;
  dirty = false;
  /** Something was ever written: it is restored on a new connection. */
  used = false;

  constructor(readonly strip: number) {}

  use(index: number): void {
    this.count = Math.max(this.count, Math.floor(index / 3) * 3 + 3);
    if (this.count <= this.levels.length) return;
    const size = Math.max(this.count, this.levels.length * 2);
    const levels = new Uint16Array(size);
    levels.set(this.levels);
    const changedIn = new Float64Array(size);
    changedIn.set(this.#changedIn);
    const known = new Uint8Array(size);
    known.set(this.#known);
    [this.levels, this.#changedIn, this.#known] = [levels, changedIn, known];
  }

  /** Writing this level would overwrite one that was not sent yet. */
  clashes(index: number, level: number): boolean {
    return this.dirty && this.levels[index] !== level && this.#changedIn[index] === this.#message;
  }

  write(index: number, level: number): void {
    if (this.levels[index] === level && this.#known[index] === 1) return;
    this.levels[index] = level;
    this.#known[index] = 1;
    this.#changedIn[index] = this.#message;
    this.dirty = true;
    this.used = true;
  }

  sent(): void {
    this.dirty = false;
    this.#message++;
  }
}
