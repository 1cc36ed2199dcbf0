import { randomFrom } from './osc-packets.ts';

const MOST_NOISE = 700;

/** Makes inputs from sound ones: damaged, cut, stretched, joined; and noise. Deterministic from a seed. */
export class Mutator {
  readonly #random: () => number;

  constructor(
    seed: number,
    private readonly samples: readonly Uint8Array[],
  ) {
    this.#random = randomFrom(seed);
  }

  next(): Uint8Array {
    const sample = this.#pick();
    switch (this.#int(6)) {
      case 0:
        return this.#noise(this.#int(MOST_NOISE));
      case 1:
        return this.#damage(sample.slice(0, this.#int(sample.length + 1)));
      case 2:
        return Uint8Array.from([...sample, ...this.#noise(this.#int(20))]);
      case 3:
        return Uint8Array.from([...sample.subarray(this.#int(sample.length + 1)), ...this.#pick()]);
      case 4:
        return sample.slice();
      default:
        return this.#damage(sample.slice());
    }
  }

  #int(below: number): number {
    return Math.floor(this.#random() * below);
  }

  #pick(): Uint8Array {
    return this.samples[this.#int(this.samples.length)] ?? new Uint8Array(0);
  }

  #noise(size: number): Uint8Array {
    return Uint8Array.from({ length: size }, () => this.#int(256));
  }

  #damage(bytes: Uint8Array): Uint8Array {
    for (let i = this.#int(6); i >= 0 && bytes.length > 0; i--) {
      // Headers are short and stand in front: half of the damage goes there.
      const reach = this.#int(2) === 0 ? Math.min(40, bytes.length) : bytes.length;
      bytes[this.#int(reach)] = this.#int(4) === 0 ? 0xff : this.#int(256);
    }
    return bytes;
  }
}
