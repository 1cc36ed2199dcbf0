import type { BackendManifest } from '../../../shared/plugin/backend.ts';
import { COMMON_OPTIONS, type Language, MEBIBYTE } from '../../sandbox/backend/language.ts';

const manifest: BackendManifest = {
  kind: 'backend',
  name: 'python',
  title: 'Python',
  family: 'script',
  summary: 'Handlers in Python 3; modules written for MIDIMonster run as they are.',
  options: [
    {
      name: 'module',
      label: 'Modules',
      help: 'Python files, relative to the patch, with or without ".py".',
      kind: 'code',
      repeat: true,
      placeholder: 'my_handlers.py',
    },
    {
      name: 'default-handler',
      label: 'Default handler',
      help: 'A function `module.function` that handles every channel without a dot.',
      kind: 'text',
    },
    ...COMMON_OPTIONS,
    {
      name: 'isolated',
      label: 'An interpreter of its own',
      help: 'Takes about 150 MB more; no other Python instance can slow this one down or be slowed down by it.',
      kind: 'boolean',
      default: false,
      advanced: true,
    },
  ],
  channels: {
    help: '`module.function` calls a function with each value; any other name is a channel to send on or to read.',
    examples: [
      { channel: 'my_handlers.in1', meaning: 'the function in1 of my_handlers.py' },
      { channel: 'out1', meaning: 'a channel that the module sends on' },
    ],
  },
  limits: [
    'Only the standard library is there, without threads, processes and files.',
    'A handler call is interrupted after 250 ms, and Python is started again if that does not help within a second.',
    'Instances share one interpreter of at most 256 MiB, with modules of their own.',
    'A module cannot have the name of a standard module.',
  ],
};

/** CPython 3.14 (Pyodide) in a hardened context. */
export const pythonLanguage: Language = {
  manifest,
  worker: 'sandbox-python',
  title: 'Python',
  extensions: ['.py'],
  moduleOption: 'module',
  qualified: true,
  limits: { memory: 256 * MEBIBYTE, softMs: 250, loadMs: 2000, outputs: 4096 },
  watchdog: { blockMs: 500, softMs: 250, hardMs: 1000, loadMs: 2000 },
  spare: true,
  template(handlers) {
    const functions = handlers.map(name => `def ${name}(value):\n    pass\n`);
    return ['import midimonster\n', ...functions].join('\n\n');
  },
};
