import type { JsonValue } from './document.ts';
import { isList, isObject } from './json.ts';

/** How a value is laid out: on one line, or its parts each in a way of their own. What is not named is generic. */
export interface Shape {
  readonly inline?: boolean;
  /** Every item of a list or member of an object. */
  readonly items?: Shape;
  readonly fields?: Readonly<Record<string, Shape>>;
}

/** A list of plain values stays on one line up to this length. */
const SHORT = 100;
const GENERIC: Shape = {};

/** JSON text, indented by two blanks a level. The same value always gives the same text. */
export function print(value: JsonValue, shape: Shape = GENERIC, indent = ''): string {
  if (shape.inline === true) return printInline(value);
  const inner = `${indent}  `;
  if (isList(value)) {
    const short = isShort(value) ? printInline(value) : undefined;
    if (short !== undefined && short.length <= SHORT) return short;
    const lines = value.map(item => inner + print(item, shape.items, inner));
    return block('[', lines, ']', indent);
  }
  if (!isObject(value)) return JSON.stringify(value);
  const lines = Object.entries(value).map(([key, item]) => {
    const fields = shape.fields && Object.hasOwn(shape.fields, key) ? shape.fields[key] : shape.items;
    return `${inner}${JSON.stringify(key)}: ${print(item, fields, inner)}`;
  });
  return block('{', lines, '}', indent);
}

function block(open: string, lines: readonly string[], close: string, indent: string): string {
  return lines.length === 0 ? open + close : `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

function isShort(list: readonly JsonValue[]): boolean {
  return list.length <= SHORT / 2 && list.every(item => typeof item !== 'object' || item === null);
}

function printInline(value: JsonValue): string {
  if (isList(value)) return `[${value.map(printInline).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${printInline(item)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
