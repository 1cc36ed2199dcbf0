import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const bound = z.number().int().min(-100_000).max(100_000);
const schema = z.object({ x: bound, y: bound, width: bound, height: bound, maximized: z.boolean() });

export type WindowState = z.infer<typeof schema>;

const SMALLEST = { width: 640, height: 480 };
const FIRST = { width: 1440, height: 900 };

/** Where the window was, if enough of that place is still on a screen; else a first size, placed by the system. */
export function restoreWindow(
  file: string,
  screens: readonly Bounds[],
): Partial<Bounds> & { maximized: boolean } {
  const state = read(file);
  if (!state || !screens.some(screen => overlaps(state, screen))) return { ...FIRST, maximized: false };
  return {
    ...state,
    width: Math.max(SMALLEST.width, state.width),
    height: Math.max(SMALLEST.height, state.height),
  };
}

/** Remember the window. A failure is no reason to bother anybody: it only moves a window. */
export function rememberWindow(file: string, state: WindowState): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.tmp`, JSON.stringify(state));
    renameSync(`${file}.tmp`, file);
  } catch {
    // A read-only profile.
  }
}

function read(file: string): WindowState | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** At least 100 by 50 pixels of the window, to grab it by. */
function overlaps(a: Bounds, b: Bounds): boolean {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width >= 100 && height >= 50;
}
