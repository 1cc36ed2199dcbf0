import type { BackendManifest } from '../../../shared/plugin/backend.ts';
import type { ProblemReport } from '../../../shared/error/problem.ts';
import type { Options } from '../../../shared/patch/options.ts';
import type { OptionSpec, OptionsOf } from '../../../shared/plugin/option.ts';
import { MIN_SLOTS } from './codec.ts';
import { readOptions } from '../../../shared/plugin/read-options.ts';

export const OPTIONS = [
  {
    name: 'device',
    label: 'Widget',
    help: 'A serial port (/dev/ttyUSB0, COM3), or the serial number of the widget or a part of its name. Empty takes the first widget found.',
    kind: 'text',
    default: '',
    placeholder: 'EN172534',
  },
  {
    name: 'mode',
    label: 'Direction',
    help: 'A widget is either an output or an input.',
    kind: 'choice',
    default: 'output',
    choices: [
      { value: 'output', label: 'Output (to lights)' },
      { value: 'input', label: 'Input (from a desk)' },
    ],
  },
  {
    name: 'slots',
    label: 'Slots sent',
    help: 'A shorter frame is sent more often; 512 is the whole universe.',
    kind: 'number',
    default: 512,
    min: MIN_SLOTS,
    max: 512,
    advanced: true,
  },
  {
    name: 'rate',
    label: 'Frames a second',
    help: 'The most frames sent in a second. DMX carries 44 whole universes a second.',
    kind: 'number',
    default: 40,
    min: 1,
    max: 200,
    unit: 'Hz',
    advanced: true,
  },
] as const satisfies readonly OptionSpec[];

export type DmxUsbOptions = OptionsOf<typeof OPTIONS>;

export const dmxusbManifest: BackendManifest = {
  kind: 'backend',
  name: 'dmxusb',
  title: 'DMX over USB',
  family: 'dmx',
  summary: 'One universe on an ENTTEC DMX USB Pro or a compatible widget.',
  options: OPTIONS,
  channels: {
    help: '1 to 512 for a slot; coarse+fine for two slots that carry a 16-bit value.',
    examples: [
      { channel: '1', meaning: 'The first slot' },
      { channel: '5+6', meaning: 'Slots 5 (coarse) and 6 (fine) as one 16-bit value' },
    ],
  },
  limits: [
    'Plain FTDI cables ("Open DMX USB") are not driven: they leave the timing of DMX (a break of at least 92 us before ' +
      'each frame, 250,000 baud without a pause) to the program, which needs native code and a real-time thread. Use a ' +
      'widget with a processor of its own, or OLA through Art-Net or sACN.',
    'A widget is an output or an input, not both. Of widgets with several ports the first one is used.',
  ],
};

/** Read an instance's options; what is wrong with them goes to `complain`. */
export function readConfig(
  instance: string,
  options: Options,
  complain: (problem: ProblemReport) => void,
): DmxUsbOptions {
  const read = readOptions({ instance, backend: 'dmxusb' }, OPTIONS, options);
  read.problems.forEach(complain);
  return read.options;
}
