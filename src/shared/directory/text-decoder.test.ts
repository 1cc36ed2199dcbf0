import { expect, it } from 'vitest';
import { textDecoder } from './text-decoder.ts';

it.each(['windows-1252', 'cp1252', 'latin1', 'iso-8859-1'])(
  '%s has quotation marks and the euro',
  encoding => {
    const bytes = Uint8Array.of(0x93, 0x4e, 0xf6, 0x94, 0x20, 0x80, 0x85, 0x9f, 0x81, 0xff);
    expect(textDecoder(encoding).decode(bytes)).toBe('“Nö” €…Ÿ\u0081ÿ');
  },
);

it('reads a stream of pieces', () => {
  const decoder = textDecoder('utf-8');
  const [a, b, c] = new TextEncoder().encode('€');
  const pieces = [a, b, c].map(byte => decoder.decode(Uint8Array.of(byte ?? 0), { stream: true }));
  expect(pieces.join('') + decoder.decode()).toBe('€');
});

it('refuses what it does not know, and with fatal what is not of the encoding', () => {
  expect(() => textDecoder('klingon')).toThrow(RangeError);
  expect(() => textDecoder('utf-8', true).decode(Uint8Array.of(0xff))).toThrow(TypeError);
  expect(textDecoder('utf-8').decode(Uint8Array.of(0xff))).toBe('\uFFFD');
});
