import { fail } from '../../../shared/error/coded-error.ts';
import {
  CONTROL_KINDS,
  type ControlKind,
  controlTitle,
  splitControlName,
} from '../../../shared/panel/control-name.ts';
import type { ChannelInfo } from '../../../shared/plugin/backend.ts';

/** One channel of one control: pads have two, all others one. */
export interface PanelChannel {
  /** The control's own name, for example `fader1` or `fader.volume`. */
  readonly control: string;
  readonly kind: ControlKind;
  /** The control as a person reads it. */
  readonly title: string;
  readonly axis: 'x' | 'y' | undefined;
}

const HELP = 'Write for example fader1, fader.volume, button.go, toggle.mute, xy1.x, xy1.y or label.title.';

/** Read a channel. Throws `backend.bad-channel`. */
export function parseChannel(instance: string, channel: string): PanelChannel {
  const refuse = (reason: string) => fail('backend.bad-channel', { instance, channel, reason, help: HELP });
  const parts = splitControlName(channel);
  if (!parts) throw refuse(`it is not one of ${CONTROL_KINDS.join(', ')} with a number or ".name"`);
  const { kind, name, numbered, axis } = parts;
  if (kind === 'xy' && axis === undefined) throw refuse('a pad has the channels .x and .y');
  if (kind !== 'xy' && axis !== undefined) throw refuse('only pads have .x and .y');
  const control = numbered ? `${kind}${name}` : `${kind}.${name}`;
  return { control, kind, title: controlTitle(parts), axis };
}

export function formatChannel({ control, axis }: PanelChannel): string {
  return axis === undefined ? control : `${control}.${axis}`;
}

/** What a person reads: "Fader 1", "volume", "Pad 1 x". */
export function labelOf({ title, axis }: PanelChannel): string {
  return axis === undefined ? title : `${title} ${axis}`;
}

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
  const parts = splitControlName(text);
  return parts !== undefined && (parts.kind === 'xy') === (parts.axis !== undefined);
}
