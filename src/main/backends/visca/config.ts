import type { ProblemReport } from '../../../shared/error/problem.ts';
import { readEndpoint } from '../../../shared/net/endpoint.ts';
import { type Complain, complainInto } from '../../../shared/plugin/option-problem.ts';
import type { Options } from '../../../shared/patch/options.ts';
import type { OptionSpec, OptionsOf } from '../../../shared/plugin/option.ts';
import { readOptions } from '../../../shared/plugin/read-options.ts';
import type { Limits } from './camera.ts';
import { SONY_PORT } from './sony.ts';

/** How far an axis goes, in steps of the camera. */
function rangeOption<N extends string>(name: N, label: string, help: string, usual: number, most: number) {
  return {
    name,
    label,
    help,
    kind: 'number',
    default: usual,
    min: 1,
    max: most,
    unit: 'steps',
    advanced: true,
  } as const satisfies OptionSpec;
}

export const OPTIONS = [
  {
    name: 'id',
    label: 'Camera',
    help: 'Address of the camera, 1 to 7; nearly always 1 over a network.',
    kind: 'number',
    default: 1,
    min: 1,
    max: 7,
    step: 1,
  },
  {
    name: 'connect',
    label: 'Network address',
    help: 'HOST [PORT] for TCP, HOST [PORT] udp for UDP. Without a port: 5678, or 52381 with udp.',
    kind: 'text',
    placeholder: '10.0.0.20 52381 udp',
  },
  {
    name: 'device',
    label: 'Serial line',
    help: 'DEVICE [BAUD] of the line to the camera, 9600 baud when not given.',
    kind: 'text',
    placeholder: '/dev/ttyUSB0 9600',
  },
  {
    name: 'header',
    label: 'Sony header',
    help: 'Sony cameras want a header in front of each UDP packet. "auto" puts it when the port is 52381.',
    kind: 'choice',
    default: 'auto',
    choices: [
      { value: 'auto', label: 'Automatic' },
      { value: 'sony', label: 'Always' },
      { value: 'none', label: 'Never' },
    ],
    advanced: true,
  },
  {
    name: 'deadzone',
    label: 'Dead zone',
    help: 'How far a stick may be off its middle without moving the camera.',
    kind: 'number',
    default: 0.1,
    min: 0,
    max: 1,
    step: 0.01,
  },
  {
    name: 'poll',
    label: 'Read back every',
    help: 'How often the camera is asked for what the patch listens to. 0 never asks.',
    kind: 'number',
    default: 500,
    min: 0,
    max: 60_000,
    unit: 'ms',
  },
  {
    name: 'answers',
    label: 'Wait for answers',
    help: 'Off for a line without a way back: commands are sent without waiting for the camera.',
    kind: 'boolean',
    default: true,
    advanced: true,
  },
  rangeOption('pan-range', 'Pan range', 'Steps from the middle to either side.', 0x990, 0x7fff),
  rangeOption('tilt-range', 'Tilt range', 'Steps from the middle up and down.', 0x510, 0x7fff),
  rangeOption('zoom-range', 'Zoom range', 'The highest zoom position.', 0x4000, 0xffff),
  rangeOption('focus-range', 'Focus range', 'The highest focus position.', 0x4000, 0xffff),
] as const satisfies readonly OptionSpec[];

export type Link =
  | { readonly kind: 'tcp' | 'udp'; readonly host: string; readonly port: number }
  | { readonly kind: 'serial'; readonly path: string; readonly baud: number };

export interface ViscaConfig {
  readonly options: OptionsOf<typeof OPTIONS>;
  readonly link: Link | undefined;
  readonly sony: boolean;
  readonly limits: Limits;
  readonly problems: readonly ProblemReport[];
}

const TCP_PORT = 5678;
const BAUD = 9600;

export function readConfig(instance: string, raw: Options): ViscaConfig {
  const { options, problems } = readOptions({ instance, backend: 'visca' }, OPTIONS, raw);
  const all = [...problems];
  const complain = complainInto(all, instance);
  const link = options.device
    ? serialLink(options.device)
    : networkLink(options.connect?.trim() ?? '', complain);
  const udp = link?.kind === 'udp';
  return {
    options,
    link,
    sony: udp && (options.header === 'sony' || (options.header === 'auto' && link.port === SONY_PORT)),
    limits: {
      pan: options['pan-range'],
      tilt: options['tilt-range'],
      zoom: options['zoom-range'],
      focus: options['focus-range'],
      deadzone: options.deadzone,
    },
    problems: all,
  };
}

function serialLink(text: string): Link {
  const [path = '', baud] = text.trim().split(/\s+/);
  return { kind: 'serial', path, baud: Number(baud) || BAUD };
}

function networkLink(text: string, complain: Complain): Link | undefined {
  const udp = /\budp$/i.test(text);
  const endpoint = readEndpoint('connect', text || undefined, udp ? SONY_PORT : TCP_PORT, complain);
  return endpoint && { kind: udp ? 'udp' : 'tcp', host: endpoint.host, port: endpoint.port };
}
