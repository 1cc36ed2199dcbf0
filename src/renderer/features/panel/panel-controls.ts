import type { InstanceView } from '../../model/graph-view.ts';
import type { Options } from '../../../shared/patch/options.ts';

export type ControlKind = 'fader' | 'button' | 'toggle' | 'xy' | 'label';

/** One on-screen control, read from the rows of a panel. */
export interface PanelControl {
  /** As the user wrote it, without the axis of a pad: `fader1`, `xy.main`. */
  readonly id: string;
  readonly kind: ControlKind;
  readonly title: string;
  readonly color: string | undefined;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
  readonly texts: readonly string[];
  /** Specs of its rows: one, or x and y of a pad (either may be missing). */
  readonly specs: readonly string[];
}

const CHANNEL = /^((fader|button|toggle|xy|label)(?:\d{1,6}|\.[\p{L}\p{N}_-]{1,60}))(?:\.([xy]))?$/u;
const TITLES: Readonly<Record<ControlKind, string>> = {
  fader: 'Fader',
  button: 'Button',
  toggle: 'Toggle',
  xy: 'Pad',
  label: 'Label',
};

export interface PanelParts {
  readonly controls: readonly PanelControl[];
  /** Rows that are no single control: bundles, and what is misspelled. */
  readonly others: readonly string[];
}

/** The controls of a panel in the order of its rows; both axes of a pad are one control. */
export function panelControls(view: InstanceView): PanelParts {
  const specs = new Map<string, { kind: ControlKind; specs: string[] }>();
  const others: string[] = [];
  for (const { spec } of view.rows) {
    const match = CHANNEL.exec(spec);
    const [, id, kind] = match ?? [];
    if (id === undefined || kind === undefined) {
      others.push(spec);
      continue;
    }
    const known = specs.get(id) ?? { kind: kind as ControlKind, specs: [] };
    known.specs.push(spec);
    specs.set(id, known);
  }
  const controls = [...specs].map(([id, { kind, specs: own }]) =>
    controlOf(id, kind, own, view.decl.options),
  );
  return { controls, others };
}

function controlOf(id: string, kind: ControlKind, specs: readonly string[], options: Options): PanelControl {
  const read = (setting: string) => {
    const value = options[`${id}.${setting}`];
    return value === undefined ? undefined : String(value);
  };
  const name = id.slice(kind.length).replace(/^\./, '');
  const title = /^\d+$/.test(name) ? `${TITLES[kind]} ${name}` : name;
  return {
    id,
    kind,
    specs,
    title: read('title') ?? title,
    color: read('color'),
    min: numberOr(read('min'), 0),
    max: numberOr(read('max'), 1),
    unit: read('unit') ?? '',
    texts:
      read('text')
        ?.split('|')
        .map(one => one.trim()) ?? [],
  };
}

function numberOr(text: string | undefined, usual: number): number {
  const number = text === undefined ? NaN : Number(text);
  return Number.isFinite(number) ? number : usual;
}

/** A value as the control's own scale shows it. */
export function scaled({ min, max, unit }: PanelControl, value: number): string {
  if (Number.isNaN(value)) return '–';
  const shown = min + value * (max - min);
  const digits = Math.abs(max - min) <= 2 ? 3 : Math.abs(max - min) <= 20 ? 1 : 0;
  return unit === '' ? shown.toFixed(digits) : `${shown.toFixed(digits)} ${unit}`;
}

/** The text that a label shows for a value: its texts share the range evenly. */
export function labelText({ texts }: PanelControl, value: number): string | undefined {
  if (texts.length === 0) return undefined;
  const at = Number.isNaN(value) ? 0 : Math.min(texts.length - 1, Math.floor(value * texts.length));
  return texts[at];
}

/** The next free control of a kind: the rows that it needs. */
export function nextControl(kind: ControlKind, taken: readonly string[]): readonly string[] {
  for (let n = 1; ; n++) {
    const id = `${kind}${n}`;
    if (taken.some(spec => spec === id || spec.startsWith(`${id}.`))) continue;
    return kind === 'xy' ? [`${id}.x`, `${id}.y`] : [id];
  }
}
