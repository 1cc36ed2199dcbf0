import {
  type ControlKind,
  type ControlName,
  controlTitle,
  splitControlName,
} from '../../../shared/panel/control-name.ts';
import type { InstanceView } from '../../model/graph-view.ts';
import type { Options } from '../../../shared/patch/options.ts';

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

export interface PanelParts {
  readonly controls: readonly PanelControl[];
  /** Rows that are no single control: bundles, and what is misspelled. */
  readonly others: readonly string[];
}

/** The controls of a panel in the order of its rows; both axes of a pad are one control. */
export function panelControls(view: InstanceView): PanelParts {
  const found = new Map<string, { name: ControlName; specs: string[] }>();
  const others: string[] = [];
  for (const { spec } of view.rows) {
    const name = splitControlName(spec);
    if (!name) {
      others.push(spec);
      continue;
    }
    const known = found.get(name.written) ?? { name, specs: [] };
    known.specs.push(spec);
    found.set(name.written, known);
  }
  const controls = [...found.values()].map(({ name, specs }) => controlOf(name, specs, view.decl.options));
  return { controls, others };
}

function controlOf(name: ControlName, specs: readonly string[], options: Options): PanelControl {
  const id = name.written;
  const read = (setting: string) => {
    const value = options[`${id}.${setting}`];
    return value === undefined ? undefined : String(value);
  };
  return {
    id,
    kind: name.kind,
    specs,
    title: read('title') ?? controlTitle(name),
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
