import type { ProblemReport } from '../../../shared/error/problem.ts';
import { type Complain, optionProblem } from '../../../shared/plugin/option-problem.ts';
import type { Options } from '../../../shared/patch/options.ts';
import type { BackendManifest } from '../../../shared/plugin/backend.ts';
import type { FreeOptionSpec, OptionSpec } from '../../../shared/plugin/option.ts';
import { readOptions } from '../../../shared/plugin/read-options.ts';
import { type Destination, type Endpoint, parseDestination, parseEndpoint } from './endpoint.ts';
import { Formats, parseFormat } from './format.ts';

const OPTIONS = [
  {
    name: 'bind',
    label: 'Listen on',
    help: 'Address and UDP port that messages arrive on, for example "127.0.0.1 8000"; "0.0.0.0 8000" listens on all networks of this computer. Leave it empty for output only.',
    kind: 'text',
    placeholder: '127.0.0.1 8000',
  },
  {
    name: 'destination',
    label: 'Send to',
    help: 'Host and UDP port that messages go to, or "learn" to answer whoever sent last ("learn@9000": to that port of theirs).',
    kind: 'text',
    aliases: ['dest'],
    placeholder: '192.168.0.20 9000',
  },
  {
    name: 'root',
    label: 'Root path',
    help: 'Stands in front of every path: with the root /mixer the channel /fader is the address /mixer/fader.',
    kind: 'text',
    placeholder: '/mixer',
  },
] as const satisfies readonly OptionSpec[];

const FREE: FreeOptionSpec = {
  pattern: '^/',
  label: 'Arguments of a path',
  help: 'Name: a path, which may contain * ? [a-z] {a,b}. Value: the types of the arguments (i h f d c r T F I N s S b m t), then what 0 and 1 stand for, argument by argument: "/fader* = f 0 100". The first pattern that matches counts.',
  placeholder: 'f 0 1',
};

export const oscManifest: BackendManifest = {
  kind: 'backend',
  name: 'osc',
  title: 'Open Sound Control',
  family: 'osc',
  summary: 'Messages with paths over UDP: mixers, lighting desks, phones, music and video programs.',
  options: OPTIONS,
  freeOptions: FREE,
  channels: {
    help: 'The path of a message, and after a colon which argument, counted from 0: "/xy:1". Without a colon it is the first one. A message without arguments sends 1. Arguments in arrays count one by one; text and blobs count, but have no value.',
    examples: [
      { channel: '/fader/1', meaning: 'the first argument of /fader/1' },
      { channel: '/xy:1', meaning: 'the second argument of /xy' },
    ],
  },
  limits: [
    'Time tags of bundles are not waited for: what arrives is passed on at once.',
    'Text, blobs and time tags have no value; in messages sent they are empty.',
    'UDP only; a message must fit into one packet.',
  ],
};

/** An instance's options, read. */
export interface OscConfig {
  /** Empty, or a path without a "/" at its end. */
  readonly root: string;
  readonly bind: Endpoint | undefined;
  readonly destination: Destination | undefined;
  readonly formats: Formats;
  readonly problems: readonly ProblemReport[];
}

/** Read the options as far as they make sense; the rest are problems. */
export function readConfig(instance: string, raw: Options): OscConfig {
  const { options, free, problems } = readOptions({ instance, backend: 'osc' }, OPTIONS, raw, FREE);
  const all = [...problems];
  const complain = (option: string, reason: string): undefined => {
    all.push(optionProblem(instance, option, reason));
  };
  const read = <T>(option: 'bind' | 'destination', parse: (text: string) => T | undefined, wants: string) => {
    const text = options[option]?.trim() ?? '';
    return text === '' ? undefined : (parse(text) ?? complain(option, `is "${text}"; it wants ${wants}`));
  };
  const bind = read('bind', parseEndpoint, 'a host and a port, such as "127.0.0.1 8000"');
  const destination = read('destination', parseDestination, 'a host and a port, "learn" or "learn@port"');
  if (destination?.kind === 'learn' && !bind)
    complain('destination', 'is to be learned, which needs "bind" too');
  const list = free.flatMap(([path, text]) => {
    const result = parseFormat(path, text);
    if (result.ok) return [result.format];
    complain(path, result.reason);
    return [];
  });
  return {
    root: readRoot(options.root ?? '', complain),
    bind,
    destination,
    formats: new Formats(list),
    problems: all,
  };
}

function readRoot(text: string, complain: Complain): string {
  const root = text.trim().replace(/\/+$/, '');
  if (root === '' || /^(\/[^/?*[\]{}\s]+)+$/.test(root)) return root;
  complain('root', `is "${text}"; it wants a path such as /mixer, without wildcards`);
  return '';
}
