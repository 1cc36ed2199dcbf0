/** The languages of handler modules, by the names of their backends. */
export type ScriptLanguage = 'script' | 'python' | 'lua';

/** One function that handlers may call. Types, hover texts and the API page of the editor are made from these. */
export interface ApiEntry {
  readonly name: string;
  readonly summary: string;
  /** Parameters and result as each language writes them; absent where the language does not have it. */
  readonly signature: Readonly<Partial<Record<ScriptLanguage, string>>>;
  readonly example: Readonly<Partial<Record<ScriptLanguage, string>>>;
}

/** `import` lines that make the API known, by language. Lua needs none. */
export const API_IMPORT: Readonly<Record<ScriptLanguage, string>> = {
  script: "import { output, inputvalue } from 'crosspatch';",
  python: 'import midimonster',
  lua: '',
};

/** Functions whose first argument is the name of a channel. */
export const CHANNEL_FUNCTIONS: ReadonlySet<string> = new Set([
  'output',
  'inputvalue',
  'outputvalue',
  'input_value',
  'output_value',
]);

export const API: readonly ApiEntry[] = [
  {
    name: 'output',
    summary: 'Send a value from 0 to 1 (clamped; NaN is an error) on a channel.',
    signature: {
      script: '(channel: OutputChannel, value: number): void',
      python: '(channel, value)',
      lua: '(channel, value)',
    },
    example: {
      script: "output('out1', 1 - value);",
      python: 'midimonster.output("out1", 1 - value)',
      lua: 'output("out1", 1 - value)',
    },
  },
  {
    name: 'inputvalue',
    summary:
      'Last value that came in on a channel: 0 before the first, nothing when there is no such channel.',
    signature: {
      script: '(channel: Channel): number | null',
      python: '(channel) -> float | None',
      lua: '(channel)',
    },
    example: {
      script: "const level = inputvalue('fader') ?? 0;",
      python: 'level = midimonster.inputvalue("fader")',
      lua: 'local level = inputvalue("fader")',
    },
  },
  {
    name: 'outputvalue',
    summary: 'Last value that was sent on a channel.',
    signature: {
      script: '(channel: Channel): number | null',
      python: '(channel) -> float | None',
      lua: '(channel)',
    },
    example: {
      script: "output('out1', 1 - (outputvalue('out1') ?? 0));",
      python: 'midimonster.output("out1", 1 - midimonster.outputvalue("out1"))',
      lua: 'output("out1", 1 - outputvalue("out1"))',
    },
  },
  {
    name: 'current',
    summary: 'The channel whose handler is running, nothing outside of handlers.',
    signature: { script: '(): Channel | null', python: '() -> str | None', lua: '()' },
    example: {
      script: 'console.log(current());',
      python: 'print(midimonster.current())',
      lua: 'print(current())',
    },
  },
  {
    name: 'timestamp',
    summary: 'Milliseconds since the engine started.',
    signature: { script: '(): number', python: '() -> float', lua: '()' },
    example: {
      script: 'const started = timestamp();',
      python: 'started = midimonster.timestamp()',
      lua: 'local started = timestamp()',
    },
  },
  {
    name: 'interval',
    summary:
      'Call a function every so many milliseconds; again with the same function changes the time, 0 stops it.',
    signature: {
      script: '(fn: () => void, milliseconds: number): void',
      python: '(function, milliseconds)',
      lua: '(fn, milliseconds)',
    },
    example: {
      script: 'interval(step, 40);',
      python: 'midimonster.interval(step, 40)',
      lua: 'interval(step, 40)',
    },
  },
  {
    name: 'manage',
    summary:
      'Call a function whenever a socket has something to read; nothing instead of a function stops that.',
    signature: {
      script: '<S extends { readonly fd: number }>(fn: ((socket: S) => void) | null, socket: S): void',
      python: '(function, socket)',
    },
    example: { script: 'manage(read, socket);', python: 'midimonster.manage(read, sock)' },
  },
  {
    name: 'channels',
    summary: 'Names of all channels.',
    signature: { script: '(): Channel[]', python: '() -> list[str]', lua: '()' },
    example: {
      script: 'for (const channel of channels()) console.log(channel);',
      python: 'for channel in midimonster.channels():\n    print(channel)',
      lua: 'for _, channel in ipairs(channels()) do print(channel) end',
    },
  },
  {
    name: 'cleanup_handler',
    summary: 'Call a function before the script ends; answers the one that was set before.',
    signature: {
      script: '(fn: (() => void) | null): (() => void) | null',
      python: '(function)',
      lua: '(fn)',
    },
    example: {
      script: "cleanup_handler(() => output('out1', 0));",
      python: 'midimonster.cleanup_handler(all_off)',
      lua: 'cleanup_handler(all_off)',
    },
  },
  {
    name: 'thread',
    summary: 'Run a function that may sleep beside the handlers.',
    signature: { lua: '(fn)' },
    example: { lua: 'thread(function() output("out1", 1) sleep(500) output("out1", 0) end)' },
  },
  {
    name: 'sleep',
    summary: 'Let some milliseconds pass; only inside a thread.',
    signature: { lua: '(milliseconds)' },
    example: { lua: 'sleep(500)' },
  },
];

/** What a language has. */
export function apiOf(language: ScriptLanguage): readonly ApiEntry[] {
  return API.filter(one => one.signature[language] !== undefined);
}

export function isScriptLanguage(backend: string): backend is ScriptLanguage {
  return backend === 'script' || backend === 'python' || backend === 'lua';
}
