import type { JsonValue } from '../patch/document.ts';
import type { Fields } from '../plugin/source.ts';

type Step = string | number;
type Piece = string | { readonly path: readonly [string, ...Step[]] };

/** A template such as `{firstname} {lastname}`, read once. Undefined when it is broken: its column is null then. */
export type Template = readonly Piece[] | undefined;

const HOLE = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;
const PATH = /^([^[\].]+)((?:\[[^[\]]*\])*)$/;
/** A result longer than this is cut: templates that feed on each other must not grow without end. */
const LONGEST = 10_000;

/** Read a template: `{col}`, `{list[0]}`, `{map[key]}`, `{a[0][b]}`; `{{` and `}}` stand for braces. */
export function parseTemplate(text: string): Template {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(HOLE)) {
    if (match.index > end) pieces.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    const [whole, inner] = match;
    if (whole === '{{' || whole === '}}') pieces.push(whole.slice(1));
    else {
      const path = inner === undefined ? undefined : parsePath(inner);
      if (path === undefined) return undefined;
      pieces.push({ path });
    }
  }
  pieces.push(text.slice(end));
  return pieces;
}

function parsePath(text: string): readonly [string, ...Step[]] | undefined {
  const match = PATH.exec(text);
  if (match?.[1] === undefined) return undefined;
  const steps = [...(match[2] ?? '').matchAll(/\[([^[\]]*)\]/g)].map(([, step = '']) => step);
  return [match[1], ...steps.map(step => (/^\d+$/.test(step) ? Number(step) : step))];
}

/**
 * The text of a template over fields: what is missing or null is empty, the whole is trimmed, and an empty text is
 * null. Null too when a path leads nowhere (a list has no such item).
 */
export function fillFields(template: Template, fields: Fields): string | null {
  if (template === undefined) return null;
  let text = '';
  for (const piece of template) {
    const part = typeof piece === 'string' ? piece : textAt(fields, piece.path);
    if (part === undefined) return null;
    text += part;
  }
  text = text.trim();
  return text === '' ? null : text.slice(0, LONGEST);
}

/** Undefined when an item is asked of what has none. */
function textAt(fields: Fields, [column, ...steps]: readonly [string, ...Step[]]): string | undefined {
  let value: JsonValue | undefined = Object.hasOwn(fields, column) ? fields[column] : '';
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Readonly<Record<Step, JsonValue>>)[step];
  }
  if (value === null || value === undefined) return '';
  if (Array.isArray(value))
    return value.map(item => (typeof item === 'object' ? JSON.stringify(item) : String(item))).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Fields with the columns that templates make, in the order given: a later one sees what an earlier one made. */
export function formatFields(fields: Fields, templates: readonly (readonly [string, Template])[]): Fields {
  if (templates.length === 0) return fields;
  const formatted: Record<string, JsonValue> = Object.assign(Object.create(null), fields);
  for (const [column, template] of templates) formatted[column] = fillFields(template, formatted);
  return formatted;
}
