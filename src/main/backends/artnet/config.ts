import type { ProblemReport } from '../../../shared/error/problem.ts';
import {
  type Detect,
  detectOption,
  INTERFACE_OPTION,
  mergeOption,
  pickBind,
  rateOptions,
} from '../../../shared/dmx/options.ts';
import { type Endpoint, readEndpoint } from '../../../shared/net/endpoint.ts';
import type { Options } from '../../../shared/patch/options.ts';
import { type Complain, complainInto } from '../../../shared/plugin/option-problem.ts';
import type { OptionSpec, OptionsOf } from '../../../shared/plugin/option.ts';
import { readOptions } from '../../../shared/plugin/read-options.ts';
import { ARTNET_PORT } from './codec.ts';

export const GLOBALS = [
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
  detectOption('sender'),
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

export const OPTIONS = [
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
  INTERFACE_OPTION,
  ...rateOptions('nodes', { default: 1000, most: 4000 }),
  mergeOption('senders', 'When several senders send this universe'),
  {
    name: 'sync',
    label: 'Send ArtSync',
    help: 'After its frames, tell nodes to show all universes at the same time.',
    kind: 'boolean',
    default: false,
    advanced: true,
  },
] as const satisfies readonly OptionSpec[];

export type InstanceOptions = OptionsOf<typeof OPTIONS>;

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
  readonly detect: Detect;
  readonly sendTo: Endpoint | undefined;
  readonly problems: readonly ProblemReport[];
}

/** Read an instance's options and those of the backend. What is wrong falls back and is listed in `problems`. */
export function readConfig(instance: string, raw: Options, rawGlobals: Options): ArtnetConfig {
  const owner = { instance, backend: 'artnet' };
  const { options, problems } = readOptions(owner, OPTIONS, raw);
  const globals = readOptions(owner, GLOBALS, rawGlobals);
  const all = [...problems, ...globals.problems];
  const complain = complainInto(all, instance);
  const sendTo = readEndpoint('destination', options.destination || undefined, ARTNET_PORT, complain);
  return {
    ...options,
    portAddress: ((options.net ?? globals.options.net) << 8) | options.universe,
    bind: readBind(globals.options.bind, options.interface, complain),
    poll: globals.options.poll,
    nodeName: globals.options.name,
    detect: globals.options.detect as Detect,
    sendTo,
    problems: all,
  };
}

const LOOPBACK: Bind = { host: '127.0.0.1', port: ARTNET_PORT, announce: undefined };

function readBind(lines: readonly string[], index: number, complain: Complain): Bind {
  const endpoint = pickBind(lines, index, ARTNET_PORT, complain);
  if (!endpoint) return LOOPBACK;
  const announce = endpoint.words.find(word => word.startsWith('announce='))?.slice('announce='.length);
  return { host: endpoint.host, port: endpoint.port, announce };
}
