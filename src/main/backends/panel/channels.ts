import { fail } from '../../../shared/error/coded-error.ts';
import type { ChannelInfo } from '../../../shared/plugin/backend.ts';

export const CONTROL_KINDS = ['fader', 'button', 'toggle', 'xy', 'label'] as const;
export type ControlKind = (typeof CONTROL_KINDS)[number];

/** One channel of one control: pads have two, all others one. */
export interface PanelChannel {
  /** The control's own name, for example `fader1` or `fader.volume`. */
  readonly control: string;
  readonly kind: ControlKind;
  /** What comes after the kind: a number or a name. */
  readonly name: string;
  readonly axis: 'x' | 'y' | undefined;
}

const KINDS = CONTROL_KINDS.join('|');
const CHANNEL = new RegExp(`^(${KINDS})(?:(\\d{1,6})|\\.([\\p{L}\\p{N}_-]{1,60}))(?:\\.([xy]))?$`, 'u');
/** A setting of a control, without flags: `fader1.title`. */
export const CONTROL_SETTING = `^(?:${KINDS})(?:\\d{1,6}|\\.[^\\s.=]{1,60})\\.`;

const HELP = 'Write for example fader1, fader.volume, button.go, toggle.mute, xy1.x, xy1.y or label.title.';

/** Read a channel. Throws `backend.bad-channel`. */
export function parseChannel(instance: string, channel: string): PanelChannel {
  const found = CHANNEL.exec(channel);
  const refuse = (reason: string) => fail('backend.bad-channel', { instance, channel, reason, help: HELP });
  if (!found) throw refuse(`it is not one of ${CONTROL_KINDS.join(', ')} with a number or ".name"`);
  const [, kind, digits, word, axis] = found;
  if (kind === 'xy' && axis === undefined) throw refuse('a pad has the channels .x and .y');
  if (kind !== 'xy' && axis !== undefined) throw refuse('only pads have .x and .y');
  const name = digits === undefined ? (word ?? '') : String(Number(digits));
  const control = digits === undefined ? `${kind}.${name}` : `${kind}${name}`;
  return { control, kind: kind as ControlKind, name, axis: axis as PanelChannel['axis'] };
}

export function formatChannel({ control, axis }: PanelChannel): string {
  return axis === undefined ? control : `${control}.${axis}`;
}

/** What a person reads: "Fader 1", "volume", "Pad 1 x". */
export function labelOf({ kind, name, axis }: PanelChannel): string {
  const title = /^\d+$/.test(name) ? `${TITLES[kind]} ${name}` : name;
  return axis === undefined ? title : `${title} ${axis}`;
}

const TITLES: Readonly<Record<ControlKind, string>> = {
  fader: 'Fader',
  button: 'Button',
  toggle: 'Toggle',
  xy: 'Pad',
  label: 'Label',
};

export function describeChannel(channel: PanelChannel): ChannelInfo {
  return {
    name: formatChannel(channel),
    label: labelOf(channel),
    source: channel.kind !== 'label',
    target: true,
  };
}

/** The first numbered controls of each kind, and what was typed when it is a channel itself. */
export function suggestChannels(text: string, limit: number): readonly ChannelInfo[] {
  const typed = [text, `${text}.x`, `${text}.y`].filter(one => isChannel(one));
  const numbered = CONTROL_KINDS.flatMap(kind =>
    Array.from({ length: 8 }, (_, i) => `${kind}${i + 1}`).flatMap(control =>
      kind === 'xy' ? [`${control}.x`, `${control}.y`] : [control],
    ),
  );
  const names = new Set([...typed, ...numbered.filter(name => name.startsWith(text))]);
  return [...names].slice(0, limit).map(name => describeChannel(parseChannel('', name)));
}

function isChannel(text: string): boolean {
  const found = CHANNEL.exec(text);
  return found !== null && (found[1] === 'xy') === (found[4] !== undefined);
}
