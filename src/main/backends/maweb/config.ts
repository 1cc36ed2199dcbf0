import type { ProblemReport } from '../../../shared/error/problem.ts';
import { optionProblem } from '../../../shared/plugin/option-problem.ts';
import { type Endpoint, parseEndpoint } from '../../../shared/net/endpoint.ts';
import type { Options } from '../../../shared/patch/options.ts';
import type { BackendManifest } from '../../../shared/plugin/backend.ts';
import type { FreeOptionSpec, OptionSpec } from '../../../shared/plugin/option.ts';
import { readOptions } from '../../../shared/plugin/read-options.ts';

export const GLOBALS = [
  {
    name: 'interval',
    label: 'Ask every',
    help: 'How often the positions of faders and buttons are asked for. 0 asks again as soon as the console has answered.',
    kind: 'number',
    default: 50,
    min: 0,
    max: 10_000,
    unit: 'ms',
  },
  {
    name: 'quiet',
    label: 'Quiet',
    help: 'Do not write to the log when the console comes and goes.',
    kind: 'boolean',
    default: false,
    advanced: true,
  },
] as const satisfies readonly OptionSpec[];

export const OPTIONS = [
  {
    name: 'host',
    label: 'Console',
    help: 'HOST [PORT] of the web remote. Given several times, the next one is tried when one does not answer.',
    kind: 'text',
    repeat: true,
    required: true,
    placeholder: '10.0.0.5 80',
  },
  {
    name: 'user',
    label: 'User',
    help: 'A user of the console who may use the web remote (grandMA2). dot2 has no users.',
    kind: 'text',
    default: 'remote',
  },
  {
    name: 'password',
    label: 'Password',
    help: 'The password of that user, or of the web remote (dot2).',
    kind: 'secret',
    default: 'midimonster',
  },
  {
    name: 'cmdline',
    label: 'Command keys go to',
    help: 'Kept for MIDIMonster files: keys always work on the command line of the web remote.',
    kind: 'choice',
    default: 'remote',
    choices: [
      { value: 'remote', label: 'The web remote' },
      { value: 'console', label: 'The console' },
      { value: 'downgrade', label: 'The console, else the web remote' },
    ],
    advanced: true,
  },
] as const satisfies readonly OptionSpec[];

export const COMMAND_OPTION = {
  pattern: '^command\\.[\\w-]+$',
  label: 'Command',
  help: 'A line for the command line, sent by the channel of the same name: {value} becomes 0 to 100. A line without it is sent when the value rises above 0.9.',
  placeholder: 'Go Executor 1.1',
} as const satisfies FreeOptionSpec;

export const mawebManifest: BackendManifest = {
  kind: 'backend',
  name: 'maweb',
  title: 'MA web remote',
  family: 'network',
  summary: 'Executors and command keys of a grandMA2 or dot2 console through its web remote.',
  options: OPTIONS,
  freeOptions: COMMAND_OPTION,
  globals: GLOBALS,
  channels: {
    help: 'page<p>.fader<n>, .upper<n>, .lower<n>, .flash<n> (n from 1), page<p>.button<n> (n from 101), the keys of the command line, and command.<name> for each command. Faders and buttons also tell what they do on the console.',
    examples: [
      { channel: 'page1.fader3', meaning: 'The third fader of the first page' },
      { channel: 'page1.upper3', meaning: 'The upper button of that executor' },
      {
        channel: 'page2.button101',
        meaning: 'The first button executor of the second page; 1 while it runs',
      },
      { channel: 'ENTER', meaning: 'A key of the command line' },
      { channel: 'command.go', meaning: 'The line in the option command.go' },
    ],
  },
  limits: [
    'grandMA2 and dot2 only; grandMA3 has another interface (use OSC).',
    'Tested against a simulated console, not against a real one.',
    'Keys go to the command line of the web remote, not to that of the console (cmdline = console is not offered).',
    'A fader is sent at most 40 times a second, for the consoles cannot take more.',
  ],
};

export interface MawebConfig {
  readonly hosts: readonly Endpoint[];
  readonly user: string;
  readonly password: string;
  readonly interval: number;
  readonly quiet: boolean;
  readonly commands: ReadonlyMap<string, string>;
}

/** Read an instance's options; what is wrong with them goes to `complain`. */
export function readConfig(
  instance: string,
  given: Options,
  globals: Options,
  complain: (problem: ProblemReport) => void,
): MawebConfig {
  const owner = { instance, backend: 'maweb' };
  const { options, free, problems } = readOptions(owner, OPTIONS, given, COMMAND_OPTION);
  problems.forEach(complain);
  const hosts: Endpoint[] = [];
  for (const text of options.host) {
    const endpoint = parseEndpoint(text, 80);
    if (typeof endpoint !== 'string') hosts.push(endpoint);
    else complain(optionProblem(instance, 'host', endpoint));
  }
  const shared = readOptions(owner, GLOBALS, globals).options;
  const commands = new Map(free.map(([name, text]) => [name.slice('command.'.length), text]));
  return {
    hosts,
    user: options.user,
    password: options.password,
    interval: shared.interval,
    quiet: shared.quiet,
    commands,
  };
}

/** The names of the commands in a document's options. */
export function commandsOf(options: Options): Set<string> {
  const pattern = new RegExp(COMMAND_OPTION.pattern);
  const names = Object.keys(options).filter(name => pattern.test(name));
  return new Set(names.map(name => name.slice('command.'.length)));
}
