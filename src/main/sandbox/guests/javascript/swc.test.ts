import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { loadSwc, takeApart } from './swc.ts';

const file = createRequire(import.meta.url).resolve('@swc/wasm-typescript');

it('takes the locked version of the package apart', () => {
  const parts = takeApart(readFileSync(file));
  expect(parts?.binary.subarray(0, 4).toString('latin1')).toBe('\0asm');
  expect(parts?.glue.length).toBeLessThan(50_000);
});

it('leaves a package that is made otherwise to the loader of modules', () => {
  expect(takeApart(Buffer.from('module.exports = {}'))).toBeUndefined();
  expect(takeApart(Buffer.from(`Buffer.from('AGFzbQ==`))).toBeUndefined();
});

it('removes types as the package itself does', () => {
  const own = loadSwc();
  const theirs = createRequire(import.meta.url)('@swc/wasm-typescript') as typeof own;
  const options = { mode: 'strip-only', module: true, filename: 'm.ts' } as const;
  const text =
    'export const a: number = 1;\nexport function f<T>(x: T): T { return x!; }\nconst ä: string = "é€";';
  expect(own.transformSync(text, options)).toEqual(theirs.transformSync(text, options));
  expect(() => own.transformSync('let a: = 1;', options)).toThrow();
});
