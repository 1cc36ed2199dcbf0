import { Kind } from './kinds.ts';
import type { ParameterSink } from './parameter-numbers.ts';

const NONE = 0xff;

/**
 * 14-bit controllers: 0..31 carry the upper half, 32..63 the lower one. A new upper half sets the lower to 0 (MIDI 1.0,
 * "Control Change"), so a value is held until its lower half, another message of that MIDI channel, or `settle`.
 */
export class ControlPairs {
  readonly #upper = new Uint8Array(512);
  readonly #lower = new Uint8Array(512);
  readonly #fine = new Uint8Array(512);
  readonly #waiting = new Uint8Array(16).fill(NONE);
  #pending = 0;

  constructor(private readonly sink: ParameterSink) {}

  get pending(): boolean {
    return this.#pending > 0;
  }

  /** Take a control change; anything but the awaited lower half lets a held value go first. */
  control(channel: number, controller: number, value: number): void {
    if (controller < 64 && controller - 32 === this.#waiting[channel]) this.#release(channel);
    else this.settle(channel);
    if (controller < 32) {
      this.#upper[(channel << 5) | controller] = value;
      this.#waiting[channel] = controller;
      this.#pending++;
    } else if (controller < 64) {
      const slot = (channel << 5) | (controller - 32);
      this.#lower[slot] = value;
      this.#fine[slot] = 1;
      this.#send(channel, controller - 32);
    }
  }

  settle(channel: number): void {
    const controller = this.#waiting[channel] ?? NONE;
    if (controller === NONE) return;
    this.#release(channel);
    const slot = (channel << 5) | controller;
    this.#lower[slot] = 0;
    if (this.#fine[slot]) this.#send(channel, controller);
    else this.sink(Kind.hires, channel, controller, this.#upper[slot] ?? 0, 7);
  }

  settleAll(): void {
    if (this.#pending === 0) return;
    for (let channel = 0; channel < 16; channel++) this.settle(channel);
  }

  #release(channel: number): void {
    this.#waiting[channel] = NONE;
    this.#pending--;
  }

  #send(channel: number, controller: number): void {
    const slot = (channel << 5) | controller;
    this.sink(
      Kind.hires,
      channel,
      controller,
      ((this.#upper[slot] ?? 0) << 7) | (this.#lower[slot] ?? 0),
      14,
    );
  }
}
