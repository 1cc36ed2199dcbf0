import type { BackendManifest } from '../../../shared/plugin/backend.ts';
import { COMMON_OPTIONS, type Language, MEBIBYTE } from '../../sandbox/backend/language.ts';

const manifest: BackendManifest = {
  kind: 'backend',
  name: 'lua',
  title: 'Lua',
  family: 'script',
  summary: 'Handlers in Lua 5.4; scripts written for MIDIMonster run as they are.',
  options: [
    {
      name: 'script',
      label: 'Scripts',
      help: 'Lua files, relative to the patch, with or without their extension.',
      kind: 'code',
      repeat: true,
      aliases: ['source'],
      placeholder: 'handlers.lua',
    },
    {
      name: 'default-handler',
      label: 'Default handler',
      help: 'A function that handles every channel; functions named like a channel are not called then.',
      kind: 'text',
    },
    ...COMMON_OPTIONS,
  ],
  channels: {
    help: 'A channel calls the global function of its name, if there is one; any name can be sent on and read.',
    examples: [
      { channel: 'fader', meaning: 'the function fader(value)' },
      { channel: 'out1', meaning: 'a channel that the script sends on' },
    ],
  },
  limits: [
    'The libraries are base, table, string, math, coroutine and utf8; io, os, debug and package are not there.',
    'A handler call is interrupted after 30 ms, and the script is started again if that does not help within a second.',
    'An instance may use 64 MiB.',
  ],
};

/** Lua 5.4, compiled to WebAssembly. */
export const luaLanguage: Language = {
  manifest,
  worker: 'sandbox-lua',
  title: 'Lua',
  extensions: ['.lua'],
  moduleOption: 'script',
  qualified: false,
  limits: { memory: 64 * MEBIBYTE, softMs: 30, loadMs: 1000, outputs: 4096 },
  watchdog: { blockMs: 500, softMs: 0, hardMs: 1000, loadMs: 1000 },
  spare: false,
  template: handlers => handlers.map(name => `function ${name}(value)\nend\n`).join('\n'),
};
