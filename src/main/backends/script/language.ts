import type { BackendManifest } from '../../../shared/plugin/backend.ts';
import { COMMON_OPTIONS, type Language, MEBIBYTE } from '../../sandbox/backend/language.ts';

const manifest: BackendManifest = {
  kind: 'backend',
  name: 'script',
  title: 'TypeScript',
  family: 'script',
  summary: 'Handlers in TypeScript or JavaScript, edited while they run.',
  options: [
    {
      name: 'module',
      label: 'Modules',
      help: 'TypeScript or JavaScript files, relative to the patch, with or without their extension.',
      kind: 'code',
      repeat: true,
      placeholder: 'handlers.ts',
    },
    {
      name: 'default-handler',
      label: 'Default handler',
      help: 'A function `module.function` that handles every channel without a dot.',
      kind: 'text',
    },
    ...COMMON_OPTIONS,
  ],
  channels: {
    help: '`module.function` calls an exported function with each value; any other name is a channel to send on or to read.',
    examples: [
      { channel: 'handlers.fader', meaning: 'the exported function fader of handlers.ts' },
      { channel: 'out1', meaning: 'a channel that the script sends on' },
    ],
  },
  limits: [
    'A handler call is interrupted after 30 ms, and the script is started again if that does not help within a second.',
    'An instance may use 64 MiB.',
    'Types are removed, not checked; enum, namespace and parameter properties are refused.',
  ],
};

/** TypeScript and JavaScript, in QuickJS. */
export const scriptLanguage: Language = {
  manifest,
  worker: 'sandbox-js',
  title: 'TypeScript',
  extensions: ['.ts', '.js'],
  moduleOption: 'module',
  qualified: true,
  limits: { memory: 64 * MEBIBYTE, softMs: 30, loadMs: 1000, outputs: 4096 },
  watchdog: { blockMs: 500, softMs: 0, hardMs: 1000, loadMs: 1000 },
  spare: false,
  template(handlers) {
    const functions = handlers.map(name => `export function ${name}(value: number): void {\n}\n`);
    return [`import { output } from 'crosspatch';\n`, ...functions].join('\n');
  },
};
