import { clamp01 } from '../../../shared/signal/value.ts';

/** A word that stands for a part of the values from 0 to 1. */
export interface Discrete {
  readonly min: number;
  readonly max: number;
  /** The value that the word means when it arrives. */
  readonly normal: number;
  readonly word: string;
}

/** How values are written as text: a number in a range, or words. */
export interface Format {
  readonly min: number;
  readonly max: number;
  readonly words: readonly Discrete[];
}

export const PLAIN: Format = { min: 0, max: 1, words: [] };

const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
const RANGE = new RegExp(`^range\\s+(${NUMBER})\\s+(${NUMBER})$`);
const DISCRETE = new RegExp(`^discrete\\s+(!?)\\s*(${NUMBER})\\s+(!?)\\s*(${NUMBER})\\s(.*)$`, 's');

/** Add a line such as `range -10 10` or `discrete !0 0.5 off` to a format, or say why it cannot be. */
export function addFormat(format: Format, line: string): Format | string {
  const text = line.trim();
  const range = RANGE.exec(text);
  if (range) {
    const [min, max] = [Number(range[1]), Number(range[2])];
    return min === max ? 'has a range that is empty' : { ...format, min, max };
  }
  const discrete = DISCRETE.exec(text);
  if (!discrete) return 'wants "range MIN MAX" or "discrete [!]MIN [!]MAX WORD"';
  const [, markMin, low, markMax, high, word = ''] = discrete;
  const [min, max] = [Number(low), Number(high)];
  if (min > max || min < 0 || max > 1) return 'has bounds that are not 0 <= MIN <= MAX <= 1';
  const normal = markMax === '!' && markMin !== '!' ? max : min;
  return { ...format, words: [...format.words, { min, max, normal, word: word.trim() }] };
}

const YES = new Set(['true', 'on', 'yes']);
const NO = new Set(['false', 'off', 'no']);

/** The value of a text that arrived; undefined when it means none. */
export function decodeText(text: string, format: Format): number | undefined {
  const trimmed = text.trim();
  for (const { word, normal } of format.words) if (word === trimmed) return normal;
  const number = trimmed === '' ? NaN : Number(trimmed);
  if (Number.isFinite(number)) return clamp01((number - format.min) / (format.max - format.min));
  if (format.words.length > 0) return undefined;
  const lower = trimmed.toLowerCase();
  if (YES.has(lower)) return 1;
  return NO.has(lower) ? 0 : undefined;
}

/** The value of a part of a JSON payload; undefined when it means none. */
export function decodeJson(part: unknown, format: Format): number | undefined {
  if (typeof part !== 'string' && typeof part !== 'number' && typeof part !== 'boolean') return undefined;
  return decodeText(String(part), format);
}

/** What is published for a value: a word, or a number with at most six decimals. */
export function encodeValue(value: number, format: Format): string {
  for (const { min, max, word } of format.words) if (value >= min && value <= max) return word;
  return String(encodeNumber(value, format));
}

/** The same as a part of a JSON payload. */
export function encodeJson(value: number, format: Format): string | number {
  for (const { min, max, word } of format.words) if (value >= min && value <= max) return word;
  return encodeNumber(value, format);
}

function encodeNumber(value: number, { min, max }: Format): number {
  const rounded = Number((min + value * (max - min)).toFixed(6));
  return rounded === 0 ? 0 : rounded;
}
