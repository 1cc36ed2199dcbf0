import { MIDI_CHANNEL_EXAMPLES, MIDI_CHANNEL_HELP } from '../../../shared/midi/channels.ts';
import {
  DETECT_OPTION,
  MIDI_OPTIONS,
  midiSettings,
  type MidiSettings,
  SYSEX_OPTION,
} from '../../../shared/midi/options.ts';
import type { Options } from '../../../shared/patch/options.ts';
import type { BackendManifest } from '../../../shared/plugin/backend.ts';
import type { OptionSpec } from '../../../shared/plugin/option.ts';
import { readOptions } from '../../../shared/plugin/read-options.ts';
import type { ProblemReport } from '../../../shared/error/problem.ts';

const PORT_HELP =
  'A name is enough, or its beginning, or a part of it: the device is found again whatever port number it gets. ' +
  '/.../ is an expression, "20:0" an ALSA address, "#2" at the end the second of two equal devices.';

export const OPTIONS = [
  {
    name: 'read',
    label: 'Input device',
    help: `Where messages come from. ${PORT_HELP}`,
    kind: 'text',
    aliases: ['source'],
    placeholder: 'APC40',
  },
  {
    name: 'write',
    label: 'Output device',
    help: `Where messages go to. ${PORT_HELP}`,
    kind: 'text',
    aliases: ['target'],
    placeholder: 'APC40',
  },
  {
    name: 'virtual',
    label: 'Virtual port',
    help: 'Offer a port of our own that other programs connect to (not on Windows). "auto" does so when no device is named.',
    kind: 'choice',
    default: 'auto',
    choices: [
      { value: 'auto', label: 'When no device is named' },
      { value: 'on', label: 'Always' },
      { value: 'off', label: 'Never' },
    ],
  },
  ...MIDI_OPTIONS,
  {
    name: 'pace',
    label: 'Messages a second',
    help: 'The most messages sent in a second; more wait their turn. 0 is as fast as the system can take them. An old MIDI cable carries 1000.',
    kind: 'number',
    default: 0,
    min: 0,
    max: 50_000,
    unit: '/s',
    advanced: true,
  },
  {
    name: 'sysex-from',
    label: 'Pass SysEx from',
    help: 'Names of other MIDI instances: every SysEx that they receive is sent on here, whole and unchanged.',
    kind: 'text',
    repeat: true,
    advanced: true,
  },
] as const satisfies readonly OptionSpec[];

export const midiManifest: BackendManifest = {
  kind: 'backend',
  name: 'midi',
  title: 'MIDI',
  family: 'midi',
  summary: 'Controllers, keyboards and synthesizers on MIDI ports of this computer.',
  options: OPTIONS,
  freeOptions: SYSEX_OPTION,
  globals: [
    {
      name: 'name',
      label: 'Name',
      help: "Kept for MIDIMonster files; the system shows a port by the instance's name.",
      kind: 'text',
      advanced: true,
    },
    DETECT_OPTION,
  ],
  channels: { help: MIDI_CHANNEL_HELP, examples: MIDI_CHANNEL_EXAMPLES },
  limits: [
    'The name of the ALSA client is fixed ("RtMidi Input Client"); only the port bears the name of the instance.',
    'A SysEx of more than 16,000 bytes is not sent: some systems lose it without a word.',
    'Time code is sent as full messages, not as running quarter frames.',
    'Windows has no virtual ports: use a loopback driver there.',
  ],
};

export interface MidiConfig {
  readonly read: string;
  readonly write: string;
  readonly virtual: boolean;
  /** Messages a second at most; 0 is no limit. */
  readonly pace: number;
  readonly sysexFrom: readonly string[];
  readonly settings: MidiSettings;
}

/** Read an instance's options; what is wrong with them goes to `complain`. */
export function readConfig(
  instance: string,
  options: Options,
  complain: (problem: ProblemReport) => void,
): MidiConfig {
  const owner = { instance, backend: 'midi' };
  const read = readOptions(owner, OPTIONS, options, SYSEX_OPTION);
  read.problems.forEach(complain);
  const from = (read.options.read ?? '').trim();
  const to = (read.options.write ?? '').trim();
  const { virtual } = read.options;
  return {
    read: from,
    write: to,
    virtual: virtual === 'on' || (virtual === 'auto' && from === '' && to === ''),
    pace: read.options.pace,
    sysexFrom: read.options['sysex-from'],
    settings: midiSettings(owner, read, complain),
  };
}
