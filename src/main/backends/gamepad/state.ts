import { MOST_AXES, MOST_BUTTONS } from './channels.ts';

/** A gamepad as the window sees it (`navigator.getGamepads()`). */
export interface PadState {
  /** Which pad, from 0. */
  readonly index: number;
  /** How it calls itself. */
  readonly id: string;
  /** -1..1 */
  readonly axes: readonly number[];
  /** 0..1 */
  readonly buttons: readonly number[];
}

/** Check what a window sent; undefined when it is no list of pads. */
export function readPads(params: unknown): PadState[] | undefined {
  const pads = isRecord(params) ? params['pads'] : undefined;
  if (!Array.isArray(pads) || pads.length > 16) return undefined;
  const read = pads.map(readPad);
  return read.every(pad => pad !== undefined) ? read : undefined;
}

function readPad(pad: unknown): PadState | undefined {
  if (!isRecord(pad)) return undefined;
  const { index, id, axes, buttons } = pad;
  if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || typeof id !== 'string')
    return undefined;
  if (!areNumbers(axes, MOST_AXES) || !areNumbers(buttons, MOST_BUTTONS)) return undefined;
  return { index, id, axes, buttons };
}

function areNumbers(list: unknown, most: number): list is number[] {
  return Array.isArray(list) && list.length <= most && list.every(one => Number.isFinite(one));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
