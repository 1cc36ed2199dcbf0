import type { ProblemReport } from '../../../shared/error/problem.ts';
import { optionProblem } from '../../../shared/net/troubles.ts';
import type { Options } from '../../../shared/patch/options.ts';
import { type Endpoint, parseEndpoint } from '../../../shared/net/endpoint.ts';
import type { OptionSpec, OptionsOf } from '../../../shared/plugin/option.ts';
import { readOptions } from '../../../shared/plugin/read-options.ts';
import { ARTNET_PORT } from './codec.ts';

export const globalSpecs = [
  {
    name: 'bind',
    label: 'Listen on',
    help: 'HOST [PORT] [announce=IP]. The first line is interface 0. 0.0.0.0 listens on every network; without a line only this computer is heard.',
    kind: 'text',
    repeat: true,
    default: '127.0.0.1',
    placeholder: '0.0.0.0 6454',
  },
  {
    name: 'net',
    label: 'Net',
    help: 'Net of instances that give none.',
    kind: 'number',
    default: 0,
    min: 0,
    max: 127,
  },
  {
    name: 'detect',
    label: 'Log what arrives',
    help: 'Write to the log which universes arrive that no instance uses; "verbose" names each sender.',
    kind: 'choice',
    default: 'off',
    choices: [
      { value: 'off', label: 'Off' },
      { value: 'on', label: 'Universes' },
      { value: 'verbose', label: 'Universes and senders' },
    ],
    advanced: true,
  },
  {
    name: 'poll',
    label: 'Look for nodes',
    help: 'Ask the network every 3 seconds which Art-Net nodes there are.',
    kind: 'boolean',
    default: true,
  },
  {
    name: 'name',
    label: 'Node name',
    help: 'The name that other programs see.',
    kind: 'text',
    default: 'Crosspatch',
    advanced: true,
  },
] as const satisfies readonly OptionSpec[];

export const instanceSpecs = [
  {
    name: 'net',
    label: 'Net',
    help: 'Art-Net net; that of the backend when empty.',
    kind: 'number',
    min: 0,
    max: 127,
  },
  {
    name: 'universe',
    label: 'Universe',
    help: 'Sub-net and universe as one number: sub-net × 16 + universe.',
    kind: 'number',
    default: 0,
    min: 0,
    max: 255,
  },
  {
    name: 'destination',
    label: 'Send to',
    help: 'HOST [PORT] of a node, or a broadcast address. Needed for output.',
    kind: 'text',
    placeholder: '2.255.255.255',
  },
  {
    name: 'interface',
    label: 'Interface',
    help: 'Which "Listen on" line of the backend is used, counted from 0.',
    kind: 'number',
    default: 0,
    min: 0,
    max: 63,
    advanced: true,
  },
  {
    name: 'realtime',
    label: 'Send each change at once',
    help: 'No limit of the frame rate: no value is merged with the next one. Many nodes cannot follow.',
    kind: 'boolean',
    default: false,
  },
  {
    name: 'refresh',
    label: 'Most frames per second',
    help: 'DMX itself carries 44 frames a second. Not used with "Send each change at once".',
    kind: 'number',
    default: 44,
    min: 1,
    max: 1000,
    unit: 'Hz',
    advanced: true,
  },
  {
    name: 'keepalive',
    label: 'Repeat after',
    help: 'An unchanged frame is sent again after this time.',
    kind: 'number',
    default: 1000,
    min: 50,
    max: 4000,
    unit: 'ms',
    advanced: true,
  },
  {
    name: 'merge',
    label: 'Merge of senders',
    help: 'When several senders send this universe: the highest level counts (HTP), or the latest change (LTP).',
    kind: 'choice',
    default: 'htp',
    choices: [
      { value: 'htp', label: 'Highest (HTP)' },
      { value: 'ltp', label: 'Latest (LTP)' },
    ],
  },
  {
    name: 'sync',
    label: 'Send ArtSync',
    help: 'After its frames, tell nodes to show all universes at the same time.',
    kind: 'boolean',
    default: false,
    advanced: true,
  },
] as const satisfies readonly OptionSpec[];

export type InstanceOptions = OptionsOf<typeof instanceSpecs>;

/** One `bind` line. */
export interface Bind {
  readonly host: string;
  readonly port: number;
  /** Address to give in answers to polls, where it differs (behind address translation). */
  readonly announce: string | undefined;
}

export interface ArtnetConfig extends InstanceOptions {
  /** Net, sub-net and universe as one number. */
  readonly portAddress: number;
  readonly bind: Bind;
  readonly poll: boolean;
  readonly nodeName: string;
  readonly detect: 'off' | 'on' | 'verbose';
  readonly sendTo: Endpoint | undefined;
  readonly problems: readonly ProblemReport[];
}

/** Read an instance's options and those of the backend. What is wrong falls back and is listed in `problems`. */
export function readConfig(instance: string, raw: Options, rawGlobals: Options): ArtnetConfig {
  const owner = { instance, backend: 'artnet' };
  const { options, problems } = readOptions(owner, instanceSpecs, raw);
  const globals = readOptions(owner, globalSpecs, rawGlobals);
  const all = [...problems, ...globals.problems];
  const complain = (option: string, reason: string) => void all.push(optionProblem(instance, option, reason));
  const sendTo = options.destination && parseEndpoint(options.destination, ARTNET_PORT);
  if (typeof sendTo === 'string' && sendTo !== '') complain('destination', sendTo);
  return {
    ...options,
    portAddress: ((options.net ?? globals.options.net) << 8) | options.universe,
    bind: readBind(globals.options.bind, options.interface, complain),
    poll: globals.options.poll,
    nodeName: globals.options.name,
    detect: globals.options.detect as ArtnetConfig['detect'],
    sendTo: typeof sendTo === 'object' ? sendTo : undefined,
    problems: all,
  };
}

const LOOPBACK: Bind = { host: '127.0.0.1', port: ARTNET_PORT, announce: undefined };

function readBind(
  lines: readonly string[],
  index: number,
  complain: (option: string, reason: string) => void,
): Bind {
  const line = lines[index];
  if (line === undefined) {
    complain('interface', `is ${index}, but the backend has ${lines.length} "bind" line(s)`);
    return LOOPBACK;
  }
  const endpoint = parseEndpoint(line, ARTNET_PORT);
  if (typeof endpoint === 'string') {
    complain('bind', endpoint);
    return LOOPBACK;
  }
  const announce = endpoint.words.find(word => word.startsWith('announce='))?.slice('announce='.length);
  return { host: endpoint.host, port: endpoint.port, announce };
}
