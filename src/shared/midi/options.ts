import type { Options } from '../patch/options.ts';
import type { OptionOwner, ReadResult } from '../plugin/read-options.ts';
import type { FreeOptionSpec, OptionSpec } from '../plugin/option.ts';
import type { ProblemReport } from '../error/problem.ts';
import { optionProblem } from '../plugin/option-problem.ts';
import { MTC_RATES } from './time-code.ts';
import { RELATIVE_MODES, type RelativeMode } from './relative.ts';
import { parseTemplate, type SysexTemplate } from './sysex-template.ts';

const RELATIVE_LABELS: Readonly<Record<RelativeMode, string>> = {
  twos: "Two's complement (1 up, 127 down)",
  offset: 'Around 64 (65 up, 63 down)',
  sign: 'Sign bit (1 up, 65 down)',
  sign2: 'Inverted sign bit (65 up, 1 down)',
};

/** Options that every backend speaking MIDI has. */
export const MIDI_OPTIONS = [
  {
    name: 'epn-tx',
    label: 'Parameter numbers sent',
    help: 'After an RPN or NRPN, "full" deselects the parameter again; "short" leaves it selected and sends less.',
    kind: 'choice',
    default: 'full',
    choices: [
      { value: 'full', label: 'Full (deselect afterwards)' },
      { value: 'short', label: 'Short' },
    ],
    advanced: true,
  },
  {
    name: 'relative',
    label: 'Endless encoders',
    help: 'How endless encoders (channels "rel") tell their steps; a single channel may differ: ch0.rel16:offset.',
    kind: 'choice',
    default: 'twos',
    choices: RELATIVE_MODES.map(value => ({ value, label: RELATIVE_LABELS[value] })),
    advanced: true,
  },
  {
    name: 'relative-steps',
    label: 'Steps of an encoder',
    help: 'How many steps of an endless encoder lead from 0 to 1.',
    kind: 'number',
    default: 127,
    min: 1,
    max: 16_383,
    advanced: true,
  },
  {
    name: 'mtc-rate',
    label: 'Time code sent',
    help: 'Frames per second of MIDI time code that is sent. What is received tells its own rate.',
    kind: 'choice',
    default: '25',
    choices: MTC_RATES.map(value => ({ value, label: `${value} frames/s` })),
    advanced: true,
  },
  {
    name: 'restore',
    label: 'Restore on return',
    help: 'When the other end comes back, send it the last value of every output.',
    kind: 'boolean',
    default: true,
    advanced: true,
  },
] as const satisfies readonly OptionSpec[];

/** An option of MIDIMonster that means nothing here. */
export const DETECT_OPTION = {
  name: 'detect',
  label: 'Detect',
  help: 'Kept for MIDIMonster files; Learn shows what arrives unmapped.',
  kind: 'boolean',
  advanced: true,
} as const satisfies OptionSpec;

/** `sysex.level = F0 43 10 4C 00 00 04 v F7` makes the channel `sysex.level`. */
export const SYSEX_OPTION = {
  pattern: '^sysex\\.[\\w-]+$',
  label: 'SysEx template',
  help:
    'A message with a place for a value: hex bytes, v (7 bits), vh vl (14 bits), nh nl (8 bits as two halves), ' +
    '* (any byte), sumN (Roland check sum from byte N on).',
  placeholder: 'F0 41 10 42 12 40 00 04 v sum5 F7',
} as const satisfies FreeOptionSpec;

/** What `MIDI_OPTIONS` and the templates read into. */
export interface MidiSettings {
  readonly epnTx: 'full' | 'short';
  readonly relative: RelativeMode;
  readonly relativeSteps: number;
  readonly mtcRate: number;
  readonly restore: boolean;
  readonly templates: ReadonlyMap<string, SysexTemplate>;
}

type Read = Pick<ReadResult<typeof MIDI_OPTIONS>, 'options' | 'free'>;

/** The settings in options that were read; bad templates are told to `complain`. */
export function midiSettings(
  owner: OptionOwner,
  read: Read,
  complain: (problem: ProblemReport) => void,
): MidiSettings {
  const templates = new Map<string, SysexTemplate>();
  for (const [name, text] of read.free) {
    const result = parseTemplate(text);
    if (result.ok) templates.set(name.slice('sysex.'.length), result.template);
    else complain(optionProblem(owner.instance, name, `is no SysEx template: ${result.reason}`));
  }
  const { options } = read;
  return {
    epnTx: options['epn-tx'] === 'short' ? 'short' : 'full',
    relative: RELATIVE_MODES.find(mode => mode === options.relative) ?? 'twos',
    relativeSteps: options['relative-steps'],
    mtcRate: Math.max(
      0,
      MTC_RATES.findIndex(rate => rate === options['mtc-rate']),
    ),
    restore: options.restore,
    templates,
  };
}

/** The names of the SysEx templates in a document's options. */
export function templatesOf(options: Options): string[] {
  const pattern = new RegExp(SYSEX_OPTION.pattern);
  return Object.keys(options)
    .filter(name => pattern.test(name))
    .map(name => name.slice('sysex.'.length));
}
