import type { ProblemReport } from '../../../shared/error/problem.ts';
import { optionProblem } from '../../../shared/plugin/option-problem.ts';
import type { Options } from '../../../shared/patch/options.ts';
import type { BackendManifest } from '../../../shared/plugin/backend.ts';
import type { FreeOptionSpec, OptionSpec } from '../../../shared/plugin/option.ts';
import { readOptions } from '../../../shared/plugin/read-options.ts';
import type { AxisRange } from './axes.ts';
import { codeOf } from './codes.ts';

export const OPTIONS = [
  {
    name: 'input',
    label: 'Device name',
    help: 'The beginning of the name of the device; it is found again when it was unplugged.',
    kind: 'text',
    placeholder: 'Logitech',
  },
  {
    name: 'device',
    label: 'Device file',
    help: 'The file of the device, instead of its name. The numbers of such files change.',
    kind: 'text',
    placeholder: '/dev/input/event4',
    advanced: true,
  },
  {
    name: 'interface',
    label: 'Read as',
    help: 'As a joystick the axes come calibrated, as axis0, axis1 ... and button0 ...; as events everything comes, by its name.',
    kind: 'choice',
    default: 'event',
    choices: [
      { value: 'event', label: 'Events' },
      { value: 'joystick', label: 'Joystick' },
    ],
  },
  {
    name: 'exclusive',
    label: 'Exclusive',
    help: 'Kept for MIDIMonster files: a device cannot be taken away from other programs without native code.',
    kind: 'boolean',
    default: false,
    advanced: true,
  },
  {
    name: 'output',
    label: 'Virtual device',
    help: 'Kept for MIDIMonster files: a virtual device cannot be made without native code. LEDs of a real one can be lit.',
    kind: 'text',
    advanced: true,
  },
  {
    name: 'id',
    label: 'Virtual device id',
    help: 'Kept for MIDIMonster files.',
    kind: 'text',
    advanced: true,
  },
] as const satisfies readonly OptionSpec[];

export const AXIS_OPTION = {
  pattern: '^(axis\\.ABS_\\w+|relaxis\\.REL_\\w+)$',
  label: 'Axis',
  help:
    'axis.ABS_X = value min max fuzz flat resolution tells the range of an absolute axis (only min and max count). ' +
    'relaxis.REL_X = max [initial] makes a relative axis move between 0 and max; a negative max turns it round.',
  placeholder: '0 0 255 0 0 0',
} as const satisfies FreeOptionSpec;

export const evdevManifest: BackendManifest = {
  kind: 'backend',
  name: 'evdev',
  title: 'Input devices (Linux)',
  family: 'input',
  summary: 'Keyboards, mice, joysticks and other input devices, also when no window is open.',
  options: OPTIONS,
  freeOptions: AXIS_OPTION,
  globals: [
    {
      name: 'detect',
      label: 'Detect',
      help: 'Kept for MIDIMonster files; Learn shows what arrives unmapped.',
      kind: 'boolean',
      advanced: true,
    },
  ],
  channels: {
    help: '<type>.<code> as the kernel names them (EV_KEY, EV_ABS, EV_REL, EV_SW; EV_LED is written), or axis<n> and button<n> of a joystick.',
    examples: [
      { channel: 'EV_KEY.KEY_A', meaning: 'The key A: 1 while it is down' },
      { channel: 'EV_ABS.ABS_X', meaning: 'The X axis of a stick or tablet' },
      { channel: 'EV_REL.REL_WHEEL', meaning: 'A wheel: 1 up, 0 down, or a position with relaxis.REL_WHEEL' },
      { channel: 'EV_LED.LED_CAPSL', meaning: 'Light an LED of the keyboard' },
      { channel: 'axis0', meaning: 'The first axis of a joystick' },
    ],
  },
  limits: [
    'Linux only: use gamepad and keyboard elsewhere. The user needs the right to read /dev/input (group "input").',
    'The range of an absolute axis cannot be asked for without native code: it is guessed from what arrives (0..255, 0..1023 ' +
      '... ) unless an axis option tells it. Read as joystick, axes come with their range.',
    'No virtual devices (uinput) and no exclusive use of a device: both need native code.',
  ],
};

export interface EvdevConfig {
  readonly device: string;
  readonly input: string;
  readonly joystick: boolean;
  readonly ranges: ReadonlyMap<number, AxisRange>;
  readonly relative: ReadonlyMap<number, { readonly max: number; readonly initial: number }>;
}

/** Read an instance's options; what is wrong with them goes to `complain`. */
export function readConfig(
  instance: string,
  given: Options,
  complain: (problem: ProblemReport) => void,
): EvdevConfig {
  const { options, free, problems } = readOptions(
    { instance, backend: 'evdev' },
    OPTIONS,
    given,
    AXIS_OPTION,
  );
  problems.forEach(complain);
  const ranges = new Map<number, AxisRange>();
  const relative = new Map<number, { max: number; initial: number }>();
  for (const [option, text] of free) {
    const fault = readAxis(option, text, ranges, relative);
    if (fault !== undefined) complain(optionProblem(instance, option, fault));
  }
  return {
    device: options.device ?? '',
    input: options.input ?? '',
    joystick: options.interface === 'joystick',
    ranges,
    relative,
  };
}

function readAxis(
  option: string,
  text: string,
  ranges: Map<number, AxisRange>,
  relative: Map<number, { max: number; initial: number }>,
): string | undefined {
  const numbers = text.trim().split(/\s+/).map(Number);
  if (numbers.some(number => !Number.isFinite(number))) return `is "${text}"; it wants numbers`;
  const [kind = '', name = ''] = option.split('.');
  const code = codeOf(kind === 'axis' ? 'EV_ABS' : 'EV_REL', name);
  if (code === undefined) return `names no axis: ${name}`;
  const [first = 0, min = 0, max] = numbers;
  if (kind === 'relaxis') {
    if (first === 0) return 'wants a maximum that is not 0';
    relative.set(code, { max: first, initial: Math.max(0, Math.min(Math.abs(first), min)) });
  } else if (max === undefined || max === min) return 'wants value, min and max';
  else ranges.set(code, { min, max });
  return undefined;
}
