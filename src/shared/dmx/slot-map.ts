import type { ChannelUse } from '../plugin/backend.ts';
import { refuseSlot, type SlotChannel, slotChannel, slotName, SLOTS } from './slots.ts';

/**
 * Which channel uses which slot of a universe, in flat arrays for the hot path. A slot belongs to one channel only:
 * `12` and `12+13` cannot both be used.
 */
export class SlotMap {
  /** By slot: the local number of the channel that the patch listens to, or -1. */
  readonly listener = new Int32Array(SLOTS).fill(-1);
  /** By slot: the local number of the channel that owns it in any direction, or -1. */
  readonly #owner = new Int32Array(SLOTS).fill(-1);
  /** By local number: the slots, -1 for none. */
  coarse = new Int16Array(64).fill(-1);
  fine = new Int16Array(64).fill(-1);

  constructor(private readonly instance: string) {}

  /** Use a channel, or change its use. Throws `backend.bad-channel`. */
  add(local: number, channel: string, use: ChannelUse): SlotChannel {
    const slots = slotChannel(this.instance, channel);
    this.#refuseShared(local, channel, slots);
    this.#grow(local);
    this.remove(local);
    this.coarse[local] = slots.coarse;
    this.fine[local] = slots.fine;
    for (const slot of [slots.coarse, slots.fine]) {
      if (slot < 0) continue;
      this.#owner[slot] = local;
      this.listener[slot] = use.source ? local : -1;
    }
    return slots;
  }

  remove(local: number): void {
    for (const slots of [this.coarse, this.fine]) {
      const slot = slots[local] ?? -1;
      if (slot < 0) continue;
      this.#owner[slot] = -1;
      this.listener[slot] = -1;
      slots[local] = -1;
    }
  }

  #refuseShared(local: number, channel: string, slots: SlotChannel): void {
    for (const slot of [slots.coarse, slots.fine]) {
      const owner = slot < 0 ? -1 : (this.#owner[slot] ?? -1);
      if (owner < 0 || owner === local) continue;
      const other = slotName({ coarse: this.coarse[owner] ?? 0, fine: this.fine[owner] ?? -1 });
      throw refuseSlot(this.instance, channel, `slot ${slot + 1} is already used as ${other}`);
    }
  }

  #grow(local: number): void {
    if (local < this.coarse.length) return;
    const grow = (old: Int16Array<ArrayBuffer>) => {
      const wider = new Int16Array(Math.max(local + 1, old.length * 2)).fill(-1);
      wider.set(old);
      return wider;
    };
    this.coarse = grow(this.coarse);
    this.fine = grow(this.fine);
  }
}
