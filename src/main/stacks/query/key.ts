import { createHash } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
/** 30 bytes give 48 characters without padding. */
const DIGEST_BYTES = 30;

/** A value as text in which the order of keys does not count. Numbers are written as JSON does: 1.0 is 1. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}

/** The key of any JSON value: 48 characters a-z and 2-7, of BLAKE2b (RFC 7693). */
export function keyOf(value: unknown): string {
  const digest = createHash('blake2b512').update(canonical(value)).digest().subarray(0, DIGEST_BYTES);
  let bits = '';
  for (const byte of digest) bits += byte.toString(2).padStart(8, '0');
  let key = '';
  for (let i = 0; i < bits.length; i += 5) key += ALPHABET[Number.parseInt(bits.slice(i, i + 5), 2)];
  return key;
}
