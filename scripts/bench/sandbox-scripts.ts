import { luaLanguage } from '../../src/main/backends/lua/language.ts';
import { pythonLanguage } from '../../src/main/backends/python/language.ts';
import { scriptLanguage } from '../../src/main/backends/script/language.ts';
import type { BenchScript } from './sandbox-patch.ts';

export const TYPESCRIPT: BenchScript = {
  language: scriptLanguage,
  file: 'm.ts',
  handler: 'm.in1',
  text: `import { output } from 'crosspatch';
export function in1(value: number) { output('out1', 1 - value); }
export function hang() { for (;;) {} }`,
};
const LUA: BenchScript = {
  language: luaLanguage,
  file: 'm.lua',
  handler: 'in1',
  text: 'function in1(value) output("out1", 1 - value) end',
};
const PYTHON: BenchScript = {
  language: pythonLanguage,
  file: 'm.py',
  handler: 'm.in1',
  text: 'import midimonster\ndef in1(value):\n    midimonster.output("out1", 1 - value)\n',
};

/** One handler in each language, with what is asked of it. */
export const SCRIPTS = [
  { name: 'TypeScript', script: TYPESCRIPT, rate: 300_000, startMs: 150 },
  { name: 'Lua', script: LUA, rate: 300_000, startMs: 150 },
  { name: 'Python', script: PYTHON, rate: 150_000, startMs: 600 },
] as const;
