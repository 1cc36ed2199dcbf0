import { fail } from '../error/coded-error.ts';
import type { BackendManifest, ChannelInfo } from '../plugin/backend.ts';

/** Slots of one DMX512 universe. */
export const SLOTS = 512;

/** One slot, or two slots that carry a 16-bit value; both from 0 to 511. `fine` is -1 for a single slot. */
export interface SlotChannel {
  readonly coarse: number;
  readonly fine: number;
}

const SYNTAX = /^(\d{1,4})(?:\+(\d{1,4}))?$/;
const HELP =
  'A channel is a slot from 1 to 512, or two slots for 16 bit (coarse+fine), for example 12 or 12+13';

/** The channel syntax, for help and reference. */
export const slotHelp: BackendManifest['channels'] = {
  help: 'A slot of the universe from 1 to 512, or two slots joined by "+" for a 16-bit value (coarse+fine). A slot belongs to one channel only.',
  examples: [
    { channel: '1', meaning: 'the first slot' },
    { channel: '{1..512}', meaning: 'the whole universe' },
    { channel: '12+13', meaning: 'a 16-bit value: slot 12 is coarse, slot 13 is fine' },
  ],
};

/** Read `12` or `12+13`, or say why it is no channel. */
export function parseSlots(text: string): SlotChannel | string {
  const match = SYNTAX.exec(text);
  if (!match) return 'it is neither a slot number nor two of them joined by "+"';
  const coarse = Number(match[1]) - 1;
  const fine = match[2] === undefined ? -1 : Number(match[2]) - 1;
  if (coarse < 0 || coarse >= SLOTS || fine >= SLOTS || (match[2] !== undefined && fine < 0)) {
    return 'slots count from 1 to 512';
  }
  if (fine === coarse) return 'coarse and fine are the same slot';
  return { coarse, fine };
}

/** The canonical spelling. */
export function slotName({ coarse, fine }: SlotChannel): string {
  return fine < 0 ? String(coarse + 1) : `${coarse + 1}+${fine + 1}`;
}

/** Refuse a channel with `backend.bad-channel`. */
export function refuseSlot(instance: string, channel: string, reason: string): Error {
  return fail('backend.bad-channel', { instance, channel, reason, help: HELP });
}

/** Read a channel or throw `backend.bad-channel`. */
export function slotChannel(instance: string, channel: string): SlotChannel {
  const slots = parseSlots(channel);
  if (typeof slots === 'string') throw refuseSlot(instance, channel, slots);
  return slots;
}

/** What can be known of a channel without a device. `target` is false where the instance has no output. */
export function slotInfo(slots: SlotChannel, source: boolean, target: boolean): ChannelInfo {
  const name = slotName(slots);
  const wide = slots.fine >= 0;
  return {
    name,
    label: wide ? `Slots ${name} (16 bit)` : `Slot ${name}`,
    source,
    target,
    min: 0,
    max: wide ? 65535 : 255,
  };
}

/** Channels that complete `text`: after a "+" the fine slot, else slots that start with the digits. */
export function suggestSlots(text: string, limit: number, source: boolean, target: boolean): ChannelInfo[] {
  const plus = text.indexOf('+');
  const coarse = plus < 0 ? undefined : parseSlots(text.slice(0, plus));
  if (typeof coarse === 'string') return [];
  const digits = text.slice(plus + 1);
  if (!/^\d*$/.test(digits)) return [];
  const found: ChannelInfo[] = [];
  for (let slot = 0; slot < SLOTS && found.length < limit; slot++) {
    // After "12+" the neighbour comes first: it is nearly always the fine slot.
    const number: number = coarse ? (coarse.coarse + 1 + slot) % SLOTS : slot;
    if (!String(number + 1).startsWith(digits) || number === coarse?.coarse) continue;
    found.push(
      slotInfo(coarse ? { coarse: coarse.coarse, fine: number } : { coarse: slot, fine: -1 }, source, target),
    );
  }
  return found;
}
