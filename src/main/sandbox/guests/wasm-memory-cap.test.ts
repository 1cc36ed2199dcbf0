import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { capWasmMemory } from './wasm-memory-cap.ts';

const WebAssembly = (globalThis as unknown as { WebAssembly: { validate(bytes: Uint8Array): boolean } })
  .WebAssembly;
/** A module with one memory of one page and no maximum, exported as "m". */
const PLAIN = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 5, 3, 1, 0, 1, 7, 5, 1, 1, 109, 2, 0);

it('gives the memory a maximum and keeps the rest', () => {
  const capped = capWasmMemory(PLAIN, 300);
  expect([...capped]).toEqual([
    ...[0, 97, 115, 109, 1, 0, 0, 0, 5, 5, 1, 1, 1, 0xac, 0x02],
    ...[7, 5, 1, 1, 109, 2, 0],
  ]);
  expect(WebAssembly.validate(capped)).toBe(true);
});

it.each(['quickjs-wasi/quickjs.wasm', 'pyodide/pyodide.asm.wasm'])('works on %s', file => {
  const binary = readFileSync(createRequire(import.meta.url).resolve(file));
  const capped = capWasmMemory(binary, 4096);
  expect(capped.length - binary.length).toBeLessThanOrEqual(2);
});

it('refuses a binary without a memory of its own', () => {
  expect(() => capWasmMemory(PLAIN.subarray(0, 8), 1)).toThrow('no memory');
});
