export const CONTROL_KINDS = ['fader', 'button', 'toggle', 'xy', 'label'] as const;
export type ControlKind = (typeof CONTROL_KINDS)[number];

/** The name of a channel of an on-screen control, taken apart. */
export interface ControlName {
  /** The control as it was written, without an axis: `fader01`, `fader.volume`, `xy1`. */
  readonly written: string;
  readonly kind: ControlKind;
  /** What comes after the kind: a number, without leading zeros, or a name. */
  readonly name: string;
  readonly numbered: boolean;
  readonly axis: 'x' | 'y' | undefined;
}

const KINDS = CONTROL_KINDS.join('|');
const CHANNEL = new RegExp(`^((${KINDS})(?:(\\d{1,6})|\\.([\\p{L}\\p{N}_-]{1,60})))(?:\\.([xy]))?$`, 'u');
/** A setting of a control, without flags: `fader1.title`. */
export const CONTROL_SETTING = `^(?:${KINDS})(?:\\d{1,6}|\\.[^\\s.=]{1,60})\\.`;

/** Take a name apart, or undefined. Whether a kind has axes is not its business. */
export function splitControlName(channel: string): ControlName | undefined {
  const [, written, kind, digits, word, axis] = CHANNEL.exec(channel) ?? [];
  if (written === undefined) return undefined;
  return {
    written,
    kind: kind as ControlKind,
    name: digits === undefined ? (word ?? '') : String(Number(digits)),
    numbered: digits !== undefined,
    axis: axis as ControlName['axis'],
  };
}

const TITLES: Readonly<Record<ControlKind, string>> = {
  fader: 'Fader',
  button: 'Button',
  toggle: 'Toggle',
  xy: 'Pad',
  label: 'Label',
};

/** What a person reads: "Fader 1", "volume". */
export function controlTitle({ kind, name }: ControlName): string {
  return /^\d+$/.test(name) ? `${TITLES[kind]} ${name}` : name;
}
