import type { ProblemReport } from '../../../shared/error/problem.ts';
import { optionProblem } from '../../../shared/plugin/option-problem.ts';
import { CONTROL_SETTING } from '../../../shared/panel/control-name.ts';
import type { Options } from '../../../shared/patch/options.ts';
import type { BackendManifest } from '../../../shared/plugin/backend.ts';
import type { FreeOptionSpec } from '../../../shared/plugin/option.ts';
import { readOptions } from '../../../shared/plugin/read-options.ts';

const SETTINGS = ['title', 'color', 'min', 'max', 'unit', 'text'] as const;
type Setting = (typeof SETTINGS)[number];

const FREE: FreeOptionSpec = {
  pattern: `${CONTROL_SETTING}(?:${SETTINGS.join('|')})$`,
  label: 'Setting of a control',
  help: 'Name: control and setting, such as fader1.title. Settings: title, color (#rrggbb), min, max and unit (the scale that is shown), text (of a label; several texts with | between them share the range of values).',
  placeholder: 'Master',
};

export const panelManifest: BackendManifest = {
  kind: 'backend',
  name: 'panel',
  title: 'Control panel',
  family: 'virtual',
  summary: 'Faders, buttons, toggles, pads and labels on the screen, wired like hardware.',
  options: [],
  freeOptions: FREE,
  onScreen: true,
  channels: {
    help: 'A kind of control with a number or a name: fader1, fader.volume, button.go, toggle.mute, label.title. A pad has two channels: xy1.x and xy1.y. Moving a control sends its value; a value that is sent to it is shown. A button is 1 while it is held; a toggle stays at 0 or 1; a label only shows.',
    examples: [
      { channel: 'fader1', meaning: 'the first fader' },
      { channel: 'button.go', meaning: 'a button named "go"' },
      { channel: 'xy1.x', meaning: 'the first pad, left to right' },
    ],
  },
  limits: ['A value that is sent to a control is shown, and not sent on: only a hand makes a control send.'],
};

/** How one control looks; what is absent is as usual for its kind. */
export interface ControlSettings {
  readonly title?: string;
  /** `#rrggbb`. */
  readonly color?: string;
  /** What 0 and 1 are shown as; 0 and 1 unless given. */
  readonly min?: number;
  readonly max?: number;
  readonly unit?: string;
  /** One text, or several that share the range of values evenly. */
  readonly texts?: readonly string[];
}

export interface PanelConfig {
  /** By the name of the control. */
  readonly settings: ReadonlyMap<string, ControlSettings>;
  readonly problems: readonly ProblemReport[];
}

/** Read the options as far as they make sense; the rest are problems. */
export function readConfig(instance: string, raw: Options): PanelConfig {
  const { free, problems } = readOptions({ instance, backend: 'panel' }, [], raw, FREE);
  const settings = new Map<string, ControlSettings>();
  const all = [...problems];
  for (const [option, text] of free) {
    const dot = option.lastIndexOf('.');
    const control = canonical(option.slice(0, dot));
    const read = readSetting(option.slice(dot + 1) as Setting, text.trim());
    if (typeof read === 'string') all.push(optionProblem(instance, option, read));
    else settings.set(control, { ...settings.get(control), ...read });
  }
  return { settings, problems: all };
}

/** Titles by `control.title`, of options that were looked at before: they are asked for each channel of each edit. */
const known = new WeakMap<Options, ReadonlyMap<string, string>>();

/** What the user called a control; a pad's channels tell their axis. */
export function titleOf(channel: string, options: Options): string | undefined {
  const [, pad, axis] = /^(xy.+)\.([xy])$/.exec(channel) ?? [];
  const title = titlesOf(options).get(`${pad ?? channel}.title`) ?? '';
  if (title === '') return undefined;
  return axis === undefined ? title : `${title} ${axis}`;
}

/** Of two spellings of one control the first counts. */
function titlesOf(options: Options): ReadonlyMap<string, string> {
  const before = known.get(options);
  if (before) return before;
  const titles = new Map<string, string>();
  for (const [option, value] of Object.entries(options)) {
    const name = canonical(option);
    if (name.endsWith('.title') && !titles.has(name)) titles.set(name, String(value).trim());
  }
  known.set(options, titles);
  return titles;
}

/** fader01 is fader1. */
function canonical(control: string): string {
  return control.replace(/^([a-z]+)0*(\d)/, '$1$2');
}

/** The setting, or the reason why it is none. */
function readSetting(setting: Setting, text: string): ControlSettings | string {
  switch (setting) {
    case 'min':
    case 'max': {
      const number = text === '' ? NaN : Number(text);
      return Number.isFinite(number) ? { [setting]: number } : `is "${text}"; it wants a number`;
    }
    case 'color':
      return /^#[0-9a-f]{6}$/i.test(text) ? { color: text.toLowerCase() } : `is "${text}"; it wants #rrggbb`;
    case 'text':
      return { texts: text.split('|').map(one => one.trim()) };
    default:
      return { [setting]: text };
  }
}
