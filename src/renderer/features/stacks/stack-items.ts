import type { ParameterSpec, StackModuleInfo } from '../../../shared/contract/calls/stacks.ts';
import type { InstanceDecl } from '../../../shared/patch/document.ts';

/** One module of a stack as it stands in the option `stack`; `off` = bypassed. */
export interface StackItem {
  readonly module: string;
  readonly off?: boolean;
  readonly [parameter: string]: unknown;
}

/** The stack of an instance; empty when its text is no list (the inspector shows the fault). */
export function itemsOf(decl: InstanceDecl): readonly StackItem[] {
  try {
    const read: unknown = JSON.parse(String(decl.options['stack'] ?? '[]'));
    return Array.isArray(read) ? read.filter(isItem) : [];
  } catch {
    return [];
  }
}

function isItem(value: unknown): value is StackItem {
  return typeof (value as StackItem | null)?.module === 'string';
}

/** The text of the option, one module a line, so that it reads well in the patch file too. */
export function textOf(items: readonly StackItem[]): string {
  if (items.length === 0) return '[]';
  return `[\n${items.map(item => `  ${JSON.stringify(item)}`).join(',\n')}\n]`;
}

export function filesOf(decl: InstanceDecl): readonly string[] {
  const value = decl.options['file'] ?? [];
  return (typeof value === 'object' ? value : [value]).map(String).filter(file => file !== '');
}

/** A new item with what its module needs: a filter without a frequency would only be an error message. */
export function newItem({ name, parameters }: StackModuleInfo): StackItem {
  const begun = parameters
    .map(one => [one.name, one.initial ?? (one.required === true ? one.default : undefined)] as const)
    .filter(([, value]) => value !== undefined);
  return { module: name, ...Object.fromEntries(begun) };
}

export function moveItem<T>(items: readonly T[], from: number, to: number): readonly T[] {
  const item = items[from];
  if (item === undefined || to < 0 || to >= items.length) return items;
  const rest = items.filter((_, i) => i !== from);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
}

/**
 * The channel of a parameter, `world2.f0` for that of the second `world`. Undefined when it has none: not a number, or
 * its module is bypassed.
 */
export function knobName(items: readonly StackItem[], at: number, spec: ParameterSpec): string | undefined {
  const item = items[at];
  if (!item || item.off === true || (!spec.knob && spec.kind !== 'number')) return undefined;
  return `${numberedName(items, at)}.${spec.name}`;
}

/** How channels call a module: the second `world` that is not bypassed is `world2`. */
export function numberedName(items: readonly StackItem[], at: number): string {
  const name = items[at]?.module ?? '';
  const before = items.slice(0, at).filter(one => one.off !== true && one.module === name).length;
  return before === 0 ? name : `${name}${before + 1}`;
}

/** `undefined` removes the parameter, so that its default holds. */
export function withParameter(item: StackItem, name: string, value: unknown): StackItem {
  const { [name]: _, ...rest } = item;
  return (value === undefined ? rest : { ...rest, [name]: value }) as StackItem;
}

/** What a text field of that kind means; undefined for an empty one. A text that is no JSON stays a text. */
export function readParameter(spec: ParameterSpec, text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (spec.kind === 'number') return Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed;
  if (spec.kind === 'text' || spec.kind === 'choice') return trimmed;
  if (spec.kind === 'numbers' && !trimmed.startsWith('[')) {
    const numbers = trimmed.split(/[\s,]+/).map(Number);
    return numbers.every(Number.isFinite) ? numbers : trimmed;
  }
  try {
    return JSON.parse(trimmed) as unknown;
  } catch {
    return trimmed;
  }
}

export function showParameter(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The query that computes the instance's sound, as VTServer would be asked. */
export function queryOf(decl: InstanceDecl): Record<string, unknown> | undefined {
  const files = filesOf(decl);
  if (files.length === 0) return undefined;
  const stack = itemsOf(decl)
    .filter(item => item.off !== true)
    .map(({ off: _, ...item }) => item);
  return {
    action: 'process',
    mode: 'sync',
    file: files.length === 1 ? files[0] : files,
    stack,
    format: 'wav',
  };
}
