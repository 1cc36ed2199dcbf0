// Packets for fuzzing: sound ones, sound ones with faults, and noise. Deterministic from a seed.
import { encodePacket, type OscArgument, type OscPacket } from '../../src/shared/osc/encode.ts';

/** Uniform numbers from 0 (inclusive) to 1 (exclusive), the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const PATHS = [
  '/a',
  '/a/b',
  '/ch/1/on',
  '/ch/*/on',
  '/{a,b}',
  '//on',
  '/ch/[1-3]/*',
  '/unknown',
  '/*a*a*a*a*b',
];
const MAX_NOISE = 65_000;

/** Makes one packet after the other; see `kinds` for what they are. */
export class OscFuzzer {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  next(): Uint8Array {
    const kinds = [
      () => encodePacket(this.#packet(3)),
      () => this.#broken(encodePacket(this.#packet(3))),
      () => this.#cut(encodePacket(this.#packet(3))),
      () => this.#noise(this.#int(200)),
      () =>
        Buffer.concat([Buffer.from('#bundle\0\0\0\0\0\0\0\0\x01', 'latin1'), this.#noise(this.#int(400))]),
      () => Buffer.concat([Buffer.from(`${this.#pick(PATHS)}\0,`, 'latin1'), this.#noise(this.#int(100))]),
      () => this.#nested(this.#int(60)),
      () => this.#wild(),
    ];
    if (this.#int(500) === 0) return this.#noise(this.#int(MAX_NOISE));
    return this.#pick(kinds)();
  }

  #int(below: number): number {
    return Math.floor(this.#random() * below);
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#int(list.length)] as T;
  }

  #noise(size: number): Uint8Array {
    return Uint8Array.from({ length: size }, () => this.#int(256));
  }

  #packet(depth: number): OscPacket {
    if (depth > 0 && this.#int(4) === 0) {
      return { time: 1n, elements: Array.from({ length: this.#int(4) }, () => this.#packet(depth - 1)) };
    }
    const args = Array.from({ length: this.#int(6) }, () => this.#argument(2));
    return { address: this.#pick(PATHS), args };
  }

  #argument(depth: number): OscArgument {
    const number = this.#pick([0, 1, -1, 0.5, NaN, Infinity, 1e300, this.#random() * 1000]);
    return this.#pick<() => OscArgument>([
      () => ({ type: this.#pick(['f', 'd'] as const), value: number }),
      () => ({ type: this.#pick(['i', 'c', 'r'] as const), value: this.#int(2 ** 31) }),
      () => ({ type: this.#pick(['h', 't'] as const), value: BigInt(this.#int(2 ** 40)) }),
      () => ({ type: this.#pick(['s', 'S'] as const), value: 'x'.repeat(this.#int(20)) }),
      () => ({ type: 'b', value: this.#noise(this.#int(20)) }),
      () => ({ type: 'm', value: this.#noise(4) }),
      () => ({ type: this.#pick(['T', 'F', 'N', 'I'] as const) }),
      () => ({ type: '[', items: depth > 0 ? [this.#argument(depth - 1)] : [] }),
    ])();
  }

  #broken(packet: Uint8Array): Uint8Array {
    for (let i = this.#int(4); i >= 0; i--) packet[this.#int(packet.length)] = this.#int(256);
    return packet;
  }

  #cut(packet: Uint8Array): Uint8Array {
    return packet.slice(0, this.#int(packet.length));
  }

  #nested(depth: number): Uint8Array {
    let bytes = encodePacket(this.#packet(0));
    for (let i = 0; i < depth; i++) {
      const head = Buffer.from('#bundle\0\0\0\0\0\0\0\0\x01\0\0\0\0', 'latin1');
      head.writeInt32BE(bytes.length + (this.#int(50) === 0 ? 4 : 0), 16);
      bytes = Buffer.concat([head, bytes]);
    }
    return bytes;
  }

  /** A pattern that no one has sent before. */
  #wild(): Uint8Array {
    const pieces = Array.from({ length: this.#int(80) }, () =>
      this.#pick(['*', '?', 'a', '/', '//', '[a-c]', '{a,ch}']),
    );
    return encodePacket({ address: `/${pieces.join('')}`, args: [{ type: 'T' }] });
  }
}
