import { Kind } from './kinds.ts';

/** Where a decoded value goes. `bits` tells a 14-bit value from one whose sender only ever gives the upper seven. */
export type ParameterSink = (kind: Kind, channel: number, index: number, raw: number, bits: 7 | 14) => void;

const NOTHING = 0x3fff;

/**
 * Registered and non-registered parameter numbers: controllers 98..101 select, 6 and 38 enter data, 96 and 97 step
 * (MIDI 1.0, "Registered and Non-Registered Parameter Numbers"). After the upper half of a value (6) the lower one (38)
 * may follow or not: the value is held until something else arrives on that MIDI channel or `settle` is called.
 */
export class ParameterNumbers {
  readonly #selected = new Uint16Array(16).fill(NOTHING);
  readonly #registered = new Uint8Array(16);
  readonly #upper = new Uint8Array(16);
  readonly #lower = new Uint8Array(16);
  readonly #fine = new Uint8Array(16);
  #pending = 0;

  constructor(private readonly sink: ParameterSink) {}

  /** Values are held back that `settle` would let go. */
  get pending(): boolean {
    return this.#pending !== 0;
  }

  /** Take a control change. True when it belongs to a parameter and not to a controller of its own. */
  control(channel: number, controller: number, value: number): boolean {
    if (controller >= 98 && controller <= 101) {
      this.#select(channel, controller, value);
      return true;
    }
    if (controller !== 6 && controller !== 38 && controller !== 96 && controller !== 97) return false;
    if (this.#selected[channel] === NOTHING) return false;
    if (controller === 6) this.#enterUpper(channel, value);
    else if (controller === 38) this.#enterLower(channel, value);
    else this.#step(channel, controller === 96 ? 1 : -1);
    return true;
  }

  /** No lower half will follow on this MIDI channel: let a held value go. */
  settle(channel: number): void {
    const bit = 1 << channel;
    if ((this.#pending & bit) === 0) return;
    this.#pending &= ~bit;
    this.#lower[channel] = 0;
    if (this.#fine[channel]) this.#send(channel);
    else this.#emit(channel, this.#upper[channel] ?? 0, 7);
  }

  settleAll(): void {
    if (this.#pending === 0) return;
    for (let channel = 0; channel < 16; channel++) this.settle(channel);
  }

  #select(channel: number, controller: number, value: number): void {
    this.settle(channel);
    const registered = controller >= 100 ? 1 : 0;
    const old = this.#registered[channel] === registered ? (this.#selected[channel] ?? NOTHING) : NOTHING;
    const upper = (controller & 1) === 1;
    this.#selected[channel] = upper ? (value << 7) | (old & 0x7f) : (old & 0x3f80) | value;
    this.#registered[channel] = registered;
    this.#fine[channel] = 0;
    this.#lower[channel] = 0;
  }

  #enterUpper(channel: number, value: number): void {
    this.settle(channel);
    this.#upper[channel] = value;
    this.#pending |= 1 << channel;
  }

  #enterLower(channel: number, value: number): void {
    this.#pending &= ~(1 << channel);
    this.#fine[channel] = 1;
    this.#lower[channel] = value;
    this.#send(channel);
  }

  #step(channel: number, by: number): void {
    this.settle(channel);
    const now = ((this.#upper[channel] ?? 0) << 7) | (this.#lower[channel] ?? 0);
    const next = Math.max(0, Math.min(0x3fff, now + by));
    this.#upper[channel] = next >> 7;
    this.#lower[channel] = next & 0x7f;
    this.#send(channel);
  }

  #send(channel: number): void {
    this.#emit(channel, ((this.#upper[channel] ?? 0) << 7) | (this.#lower[channel] ?? 0), 14);
  }

  #emit(channel: number, raw: number, bits: 7 | 14): void {
    const kind = this.#registered[channel] === 1 ? Kind.rpn : Kind.nrpn;
    this.sink(kind, channel, this.#selected[channel] ?? 0, raw, bits);
  }
}
