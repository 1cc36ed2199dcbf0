import { badParameter, shown } from '../module/check-parameters.ts';

/** A change as VTServer's `world` writes it. */
export interface Change {
  /** A factor, something added, or what it shall become. */
  readonly kind: 'ratio' | 'offset' | 'target';
  readonly value: number;
  readonly unit: '' | 'st' | 'Hz' | 's';
}

/** What a parameter may say: units of offsets, and the unit of a target when it may have one. */
export interface Notation {
  readonly name: 'f0' | 'vtl' | 'duration';
  readonly offsets: readonly Change['unit'][];
  readonly target: Change['unit'] | undefined;
  readonly examples: string;
}

export const F0_NOTATION: Notation = {
  name: 'f0',
  offsets: ['st', 'Hz'],
  target: 'Hz',
  examples: '*2, +12st, -10Hz or ~160Hz',
};
export const VTL_NOTATION: Notation = {
  name: 'vtl',
  offsets: ['st'],
  target: undefined,
  examples: '*1.2 or -3.8st',
};
export const DURATION_NOTATION: Notation = {
  name: 'duration',
  offsets: ['s'],
  target: 's',
  examples: '*1.5, +0.25s or ~0.5s',
};

const TEXT = /^\s*([*+~-]?)\s*((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([A-Za-z]*)\s*$/;

/**
 * Read a change: `*2` is a ratio, `+12st`, `-12st`, `12st` and `+10Hz` are offsets, `~160Hz` says what the mean or the
 * whole becomes. As in VTServer `160Hz` is an offset too. Undefined and null leave the voice as it is. Also read is
 * the form with fields, `{"v": 12, "u": "st", "~": false}`.
 */
export function readChange(notation: Notation, given: unknown): Change | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given === 'object') return readFields(notation, given as Readonly<Record<string, unknown>>);
  const match = typeof given === 'string' ? TEXT.exec(given) : undefined;
  if (!match) throw refusal(notation, given, 'that is no change');
  const [, sign = '', digits = '', unit = ''] = match;
  const size = Number(digits);
  if (sign === '*') return checked(notation, given, 'ratio', size, unit);
  if (sign === '~') return checked(notation, given, 'target', size, unit);
  return checked(notation, given, 'offset', sign === '-' ? -size : size, unit);
}

function readFields(notation: Notation, given: Readonly<Record<string, unknown>>): Change {
  const { v, u } = given;
  if (typeof v !== 'number' || !Number.isFinite(v)) throw refusal(notation, given, "'v' has to be a number");
  const unit = u === undefined || u === null || u === '*' ? '' : u;
  if (typeof unit !== 'string') throw refusal(notation, given, "'u' has to be a unit");
  const kind = given['~'] === true ? 'target' : unit === '' ? 'ratio' : 'offset';
  return checked(notation, given, kind, v, unit);
}

function checked(
  notation: Notation,
  given: unknown,
  kind: Change['kind'],
  value: number,
  unit: string,
): Change {
  const units: readonly string[] =
    kind === 'ratio' ? [''] : kind === 'offset' ? notation.offsets : notation.target ? [notation.target] : [];
  if (units.length === 0) throw refusal(notation, given, '~ is not possible here');
  if (!units.includes(unit)) throw refusal(notation, given, unitReason(kind, unit, units));
  if (kind !== 'offset' && value <= 0) throw refusal(notation, given, 'the value has to be above 0');
  return { kind, value, unit: unit as Change['unit'] };
}

function unitReason(kind: Change['kind'], unit: string, units: readonly string[]): string {
  if (kind === 'ratio') return `a ratio (*) has no unit, but this one has '${unit}'`;
  const wanted = units.join(' or ');
  return unit === '' ? `a unit has to be given: ${wanted}` : `the unit '${unit}' is not ${wanted}`;
}

function refusal(notation: Notation, given: unknown, reason: string) {
  return badParameter('world', notation.name, `(${shown(given)}): ${reason}; write ${notation.examples}`);
}

/** The factor of a change in semitones or as a ratio. */
export function factorOf(change: Change): number {
  return change.kind === 'ratio' ? change.value : 2 ** (change.value / 12);
}
