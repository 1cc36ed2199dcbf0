import type { Options } from '../../../shared/patch/options.ts';
import type { BackendManifest } from '../../../shared/plugin/backend.ts';
import type { ProblemReport } from '../../../shared/error/problem.ts';
import type { OptionSpec, OptionsOf } from '../../../shared/plugin/option.ts';
import { readOptions } from '../../../shared/plugin/read-options.ts';

export const OPTIONS = [
  {
    name: 'mode',
    label: 'A key',
    help: 'Holds: 1 while it is down, 0 when it is up. Toggles: each press changes between 1 and 0.',
    kind: 'choice',
    default: 'hold',
    choices: [
      { value: 'hold', label: 'Holds' },
      { value: 'toggle', label: 'Toggles' },
    ],
  },
] as const satisfies readonly OptionSpec[];

export type KeyboardOptions = OptionsOf<typeof OPTIONS>;

export const keyboardManifest: BackendManifest = {
  kind: 'backend',
  name: 'keyboard',
  title: 'Keyboard',
  family: 'input',
  summary: 'Keys pressed while the window is in front.',
  options: OPTIONS,
  channels: {
    help: 'A key by its place on the keyboard, with the modifiers ctrl, alt, shift and meta before it.',
    examples: [
      { channel: 'Space', meaning: 'The space bar' },
      { channel: 'KeyA', meaning: 'The key that bears an A on a US keyboard' },
      { channel: 'ctrl+shift+Digit1', meaning: 'The 1 above the letters while Ctrl and Shift are held' },
    ],
  },
  limits: [
    'Only while the window is in front and no text is being typed. On Linux, evdev reads keyboards always.',
    'Shortcuts of the program itself and of the system come first.',
  ],
};

/** Read an instance's options; what is wrong with them goes to `complain`. */
export function readConfig(
  instance: string,
  options: Options,
  complain: (problem: ProblemReport) => void,
): KeyboardOptions {
  const read = readOptions({ instance, backend: 'keyboard' }, OPTIONS, options);
  read.problems.forEach(complain);
  return read.options;
}
