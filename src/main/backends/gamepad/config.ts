import type { Options } from '../../../shared/patch/options.ts';
import type { BackendManifest } from '../../../shared/plugin/backend.ts';
import type { ProblemReport } from '../../../shared/error/problem.ts';
import type { OptionSpec, OptionsOf } from '../../../shared/plugin/option.ts';
import { readOptions } from '../../../shared/plugin/read-options.ts';

export const OPTIONS = [
  {
    name: 'pad',
    label: 'Gamepad',
    help: 'A number counts the gamepads from 0; anything else is a part of the name. Empty takes the first one.',
    kind: 'text',
    default: '',
    placeholder: 'Xbox',
  },
  {
    name: 'deadzone',
    label: 'Dead zone',
    help: 'A stick that is off its middle by less than this share counts as at rest.',
    kind: 'number',
    default: 0.05,
    min: 0,
    max: 0.9,
    step: 0.01,
    advanced: true,
  },
] as const satisfies readonly OptionSpec[];

export type GamepadOptions = OptionsOf<typeof OPTIONS>;

export const gamepadManifest: BackendManifest = {
  kind: 'backend',
  name: 'gamepad',
  title: 'Gamepad',
  family: 'input',
  summary: 'A gamepad or joystick at the computer that shows this window, on every system.',
  options: OPTIONS,
  channels: {
    help: 'button<n> and axis<n>, or the names of a standard gamepad (a b x y lb rb lt rt back start ls rs up down left right home, lx ly rx ry); connected; rumble.strong and rumble.weak are written.',
    examples: [
      { channel: 'button0', meaning: 'The lowest of the four buttons (A or cross), also "a"' },
      { channel: 'axis1', meaning: 'Left stick up and down, also "ly"; 0.5 is the middle, 0 is up' },
      { channel: 'rt', meaning: 'The right trigger, button7' },
      { channel: 'rumble.strong', meaning: 'Strength of the heavy motor' },
    ],
  },
  limits: [
    'The window must be open, and the browser shows a gamepad only after one of its buttons was pressed.',
  ],
};

/** Read an instance's options; what is wrong with them goes to `complain`. */
export function readConfig(
  instance: string,
  options: Options,
  complain: (problem: ProblemReport) => void,
): GamepadOptions {
  const read = readOptions({ instance, backend: 'gamepad' }, OPTIONS, options);
  read.problems.forEach(complain);
  return read.options;
}
