import { fail } from '../../../shared/error/coded-error.ts';
import type { ChannelInfo } from '../../../shared/plugin/backend.ts';

/** Controls of an executor. `flash` is the button below a fader, `button` a button executor; they are pressed alike. */
export const CONTROLS = ['fader', 'upper', 'lower', 'flash', 'button'] as const;
export type Control = (typeof CONTROLS)[number];

export type MaChannel =
  /** Page and executor count from 0, as the console does. */
  | { readonly kind: 'executor'; readonly control: Control; readonly page: number; readonly index: number }
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'command'; readonly name: string };

/** Keys of the command line, as the console names them. */
export const KEYS = [
  ...[
    'SET',
    'PREV',
    'NEXT',
    'CLEAR',
    'FIXTURE_CHANNEL',
    'FIXTURE_GROUP_PRESET',
    'EXEC_CUE',
    'STORE_UPDATE',
    'OOPS',
  ],
  ...[
    'ESC',
    '0',
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
    '7',
    '8',
    '9',
    'PUNKT',
    'PLUS',
    'MINUS',
    'THRU',
    'IF',
    'AT',
    'FULL',
  ],
  ...[
    'HIGH',
    'ENTER',
    'OFF',
    'ON',
    'ASSIGN',
    'LABEL',
    'COPY',
    'TIME',
    'PAGE',
    'MACRO',
    'DELETE',
    'GOTO',
    'GO_PLUS',
  ],
  ...[
    'GO_MINUS',
    'PAUSE',
    'SELECT',
    'FIXTURE',
    'SEQU',
    'CUE',
    'PRESET',
    'EDIT',
    'UPDATE',
    'EXEC',
    'STORE',
    'GROUP',
  ],
  ...['PROG_ONLY', 'SPECIAL_DIALOGUE', 'SOLO', 'ODD', 'EVEN', 'WINGS', 'RESET', 'MA'],
  ...['layerMode', 'featureSort', 'fixtureSort', 'channelSort', 'hideName'],
];

const EXECUTOR = /^page(\d{1,4})\.(fader|upper|lower|flash|button)(\d{1,3})$/;
/** Fader executors are numbered from 1, button executors from 101; dot2 has rows of them up to 8xx. */
const MOST_FADERS = 90;
const FIRST_BUTTON = 101;
const MOST_BUTTON = 899;

/** Read `page1.fader3`, `page1.button101`, `ENTER`, `command.go`; throws `backend.bad-channel`. */
export function parseMaChannel(instance: string, channel: string, commands: ReadonlySet<string>): MaChannel {
  const bad = (reason: string) => {
    const help = 'For example page1.fader3, page1.upper3, page2.button101, ENTER.';
    return fail('backend.bad-channel', { instance, channel, reason, help });
  };
  if (KEYS.includes(channel)) return { kind: 'key', key: channel };
  if (channel.startsWith('command.')) {
    const name = channel.slice('command.'.length);
    if (commands.has(name)) return { kind: 'command', name };
    throw bad(`there is no option command.${name}`);
  }
  const match = EXECUTOR.exec(channel);
  if (!match) throw bad('it is neither an executor nor a key of the command line');
  const control = CONTROLS.find(one => one === match[2]) ?? 'fader';
  const page = Number(match[1]);
  const number = executorNumber(control, Number(match[3]));
  if (page < 1) throw bad('pages count from 1');
  if (number === undefined) throw bad('fader executors are 1 to 90, button executors from 101 on');
  return { kind: 'executor', control, page: page - 1, index: number - 1 };
}

/** MIDIMonster also takes 1 for button 101. */
function executorNumber(control: Control, number: number): number | undefined {
  if (control !== 'button') return number >= 1 && number <= MOST_FADERS ? number : undefined;
  const full = number >= 1 && number <= MOST_FADERS ? number + FIRST_BUTTON - 1 : number;
  return full >= FIRST_BUTTON && full <= MOST_BUTTON ? full : undefined;
}

export function maChannelName(channel: MaChannel): string {
  if (channel.kind === 'key') return channel.key;
  if (channel.kind === 'command') return `command.${channel.name}`;
  return `page${channel.page + 1}.${channel.control}${channel.index + 1}`;
}

export function maChannelInfo(channel: MaChannel): ChannelInfo {
  const source = channel.kind === 'executor' && (channel.control === 'fader' || channel.control === 'button');
  return { name: maChannelName(channel), label: labelOf(channel), source, target: true, min: 0, max: 1 };
}

const LABELS: Readonly<Record<Control, string>> = {
  fader: 'Fader',
  upper: 'Upper button',
  lower: 'Lower button',
  flash: 'Flash button',
  button: 'Button',
};

function labelOf(channel: MaChannel): string {
  if (channel.kind === 'key') return `Key ${channel.key}`;
  if (channel.kind === 'command') return `Command ${channel.name}`;
  return `${LABELS[channel.control]} ${channel.index + 1}, page ${channel.page + 1}`;
}

export function suggestMaChannels(text: string, commands: ReadonlySet<string>, limit: number): ChannelInfo[] {
  const page = /^page([1-9]\d*)/.exec(text)?.[1] ?? '1';
  const executors = CONTROLS.flatMap(control => {
    const first = control === 'button' ? FIRST_BUTTON : 1;
    return Array.from({ length: MOST_FADERS }, (_, i) => `page${page}.${control}${first + i}`);
  });
  const all = [...executors, ...KEYS, ...[...commands].map(name => `command.${name}`)];
  const fits = all.filter(name => name.toLowerCase().startsWith(text.toLowerCase()));
  return fits.slice(0, limit).map(name => maChannelInfo(parseMaChannel('', name, commands)));
}
