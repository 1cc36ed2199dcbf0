const SIZE = 624;
const SHIFT = 397;

/**
 * Mersenne Twister MT19937 (Matsumoto and Nishimura 1998), so that a seed gives the same noise everywhere, for ever.
 * An integer seeds it as its authors' `init_genrand` does; a list of 32-bit words as `init_by_array` does.
 */
export class Random {
  readonly #state = new Uint32Array(SIZE);
  #next = SIZE;

  constructor(seed: number | readonly number[]) {
    if (typeof seed === 'number') this.#seed(seed);
    else this.#seedByList(seed);
  }

  /** 32 random bits. */
  word(): number {
    if (this.#next >= SIZE) this.#refill();
    let y = this.#state[this.#next++] as number;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  /** At least 0, below 1, with 53 bits. */
  fraction(): number {
    const high = this.word() >>> 5;
    const low = this.word() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  uniform(low: number, high: number): number {
    return low + (high - low) * this.fraction();
  }

  /** Standard normal, by the sum of two uniforms (Box and Muller 1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.fraction()));
    return radius * Math.cos(2 * Math.PI * this.fraction());
  }

  /** An integer from 0 to `n` - 1, each as likely: bits that fall outside are drawn again. */
  below(n: number): number {
    const bits = 32 - Math.clz32(n);
    if (n < 1 || n > 0x7fffffff) throw new RangeError(`below(${n})`);
    for (;;) {
      const drawn = this.word() >>> (32 - bits);
      if (drawn < n) return drawn;
    }
  }

  /** A shuffled copy, drawn one by one out of the pool. */
  shuffled<T>(list: readonly T[]): T[] {
    const pool = [...list];
    return list.map((_, i) => {
      const j = this.below(list.length - i);
      const drawn = pool[j] as T;
      pool[j] = pool[list.length - i - 1] as T;
      return drawn;
    });
  }

  #seed(seed: number): void {
    const state = this.#state;
    state[0] = seed >>> 0;
    for (let i = 1; i < SIZE; i++) {
      const last = state[i - 1] as number;
      state[i] = Math.imul(1812433253, last ^ (last >>> 30)) + i;
    }
  }

  #seedByList(key: readonly number[]): void {
    this.#seed(19650218);
    const state = this.#state;
    let i = 1;
    const mix = (factor: number, add: number) => {
      const last = state[i - 1] as number;
      state[i] = ((state[i] as number) ^ Math.imul(last ^ (last >>> 30), factor)) + add;
      if (++i < SIZE) return;
      state[0] = state[SIZE - 1] as number;
      i = 1;
    };
    for (let k = 0; k < Math.max(SIZE, key.length); k++) {
      const j = k % key.length;
      mix(1664525, (key[j] ?? 0) + j);
    }
    for (let k = 0; k < SIZE - 1; k++) mix(1566083941, -i);
    state[0] = 0x80000000;
  }

  #refill(): void {
    const state = this.#state;
    for (let i = 0; i < SIZE; i++) {
      const mixed = ((state[i] as number) & 0x80000000) | ((state[(i + 1) % SIZE] as number) & 0x7fffffff);
      const twist = mixed & 1 ? 0x9908b0df : 0;
      state[i] = (state[(i + SHIFT) % SIZE] as number) ^ (mixed >>> 1) ^ twist;
    }
    this.#next = 0;
  }
}

/** A generator whose seed may be any JSON value; an integer behaves as in other programs with MT19937. */
export function randomFrom(seed: unknown): Random {
  if (typeof seed === 'number' && Number.isInteger(seed)) return new Random([Math.abs(seed) >>> 0]);
  const text = JSON.stringify(seed) ?? '';
  return new Random(Array.from(text, char => char.codePointAt(0) ?? 0));
}
