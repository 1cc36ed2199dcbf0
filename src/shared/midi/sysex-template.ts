/** What stands at one place of a template. */
type Slot =
  | { readonly at: 'byte'; readonly byte: number }
  | { readonly at: 'any' }
  /** Bits `shift` and up of the value, masked. */
  | { readonly at: 'value'; readonly shift: number; readonly mask: number }
  /** Roland's check sum over the bytes from index `from` to the one before. */
  | { readonly at: 'sum'; readonly from: number };

/** A SysEx with a place for a value. */
export interface SysexTemplate {
  readonly slots: readonly Slot[];
  /** The greatest value the slots can hold; 0 for a template without a value. */
  readonly max: number;
}

export type TemplateResult =
  { readonly ok: true; readonly template: SysexTemplate } | { readonly ok: false; readonly reason: string };

const VALUES: Readonly<Record<string, { shift: number; mask: number; max: number }>> = {
  v: { shift: 0, mask: 0x7f, max: 0x7f },
  vh: { shift: 7, mask: 0x7f, max: 0x3fff },
  vl: { shift: 0, mask: 0x7f, max: 0x3fff },
  nh: { shift: 4, mask: 0x0f, max: 0xff },
  nl: { shift: 0, mask: 0x0f, max: 0xff },
};

/**
 * Parse a template such as `F0 41 10 42 12 40 00 04 v sum5 F7`: hex bytes; `v` a 7-bit value; `vh` and `vl` the upper and
 * lower seven bits of a 14-bit value; `nh` and `nl` the halves of an 8-bit value; `*` any byte (sent as 00); `sumN`
 * Roland's check sum over the bytes from index N (from 0) on. F0 and F7 at the ends may be left out.
 */
export function parseTemplate(text: string): TemplateResult {
  const words = text
    .trim()
    .split(/[\s,]+/)
    .filter(word => word !== '');
  if (words[0]?.toLowerCase() !== 'f0') words.unshift('F0');
  if (words.at(-1)?.toLowerCase() !== 'f7') words.push('F7');
  if (words.length < 3) return { ok: false, reason: 'it is empty' };
  const slots: Slot[] = [];
  let max = 0;
  for (const [index, word] of words.entries()) {
    const inner = index > 0 && index < words.length - 1;
    const slot = parseSlot(word.toLowerCase(), index);
    if (!slot || (inner && slot.at === 'byte' && slot.byte > 0x7f)) {
      return {
        ok: false,
        reason: `"${word}" is neither a byte from 00 to 7F nor one of v, vh, vl, nh, nl, *, sumN`,
      };
    }
    const most = VALUES[word.toLowerCase()]?.max ?? 0;
    if (most > 0 && max > 0 && most !== max)
      return { ok: false, reason: 'it mixes values of different width' };
    max = Math.max(max, most);
    slots.push(slot);
  }
  return { ok: true, template: { slots, max } };
}

function parseSlot(word: string, index: number): Slot | undefined {
  if (/^[0-9a-f]{1,2}$/.test(word)) return { at: 'byte', byte: Number.parseInt(word, 16) };
  if (word === '*') return { at: 'any' };
  const value = VALUES[word];
  if (value) return { at: 'value', shift: value.shift, mask: value.mask };
  const from = Number(/^sum(\d+)$/.exec(word)?.[1] ?? NaN);
  return from > 0 && from < index ? { at: 'sum', from } : undefined;
}

/** The message for a value from 0 to 1. */
export function fillSysex(template: SysexTemplate, value: number): Uint8Array {
  const raw = Math.round(value * template.max);
  const bytes = new Uint8Array(template.slots.length);
  for (const [index, slot] of template.slots.entries()) {
    if (slot.at === 'byte') bytes[index] = slot.byte;
    else if (slot.at === 'value') bytes[index] = (raw >> slot.shift) & slot.mask;
    else if (slot.at === 'sum') bytes[index] = checkSum(bytes, slot.from, index);
  }
  return bytes;
}

/** The value that a message carries (1 for a template without a value), or undefined when it is another message. */
export function matchSysex(template: SysexTemplate, bytes: Uint8Array): number | undefined {
  if (bytes.length !== template.slots.length) return undefined;
  let raw = 0;
  for (let i = 0; i < bytes.length; i++) {
    const slot = template.slots[i];
    const byte = bytes[i] ?? 0;
    if (slot?.at === 'byte' && byte !== slot.byte) return undefined;
    if (slot?.at === 'sum' && byte !== checkSum(bytes, slot.from, i)) return undefined;
    if (slot?.at === 'value') {
      if ((byte & ~slot.mask) !== 0) return undefined;
      raw |= byte << slot.shift;
    }
  }
  return template.max === 0 ? 1 : Math.min(1, raw / template.max);
}

function checkSum(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += bytes[i] ?? 0;
  return (128 - (sum & 0x7f)) & 0x7f;
}
