import { isAbsolute, join } from 'node:path';
import type { SourceArgs } from '../../../shared/plugin/source.ts';

type Given = Pick<SourceArgs, 'config' | 'patchFolder'>;

/** A text option; undefined when it is absent or empty. Throws when it is no text. */
export function textOption({ config }: Given, name: string): string | undefined {
  const value = config[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw new TypeError(`"${name}" must be a text`);
  return value;
}

/** A text option that must be there. */
export function neededText(args: Given, name: string): string {
  const value = textOption(args, name);
  if (value === undefined) throw new TypeError(`"${name}" is needed`);
  return value;
}

/** A number of at least `least`; `fallback` when absent. */
export function numberOption({ config }: Given, name: string, fallback: number, least = 0): number {
  const value = config[name] ?? fallback;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number < least)
    throw new TypeError(`"${name}" must be a number of at least ${least}`);
  return number;
}

/** The path of a file option: relative to the patch's folder. */
export function pathOption(args: Given, name: string): string {
  const path = neededText(args, name);
  if (isAbsolute(path)) return path;
  if (args.patchFolder === undefined)
    throw new TypeError(`"${name}" is relative to the patch, which was not saved yet; give the whole path`);
  return join(args.patchFolder, path);
}
