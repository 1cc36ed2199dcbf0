import { fail } from '../error/coded-error.ts';
import { applyAll } from './apply.ts';
import type { PatchDocument } from './document.ts';
import type { Operation } from './operation.ts';
import type { OptionValue } from './options.ts';

/** Names under which an option may also stand in a document. */
export interface OptionNames {
  readonly name: string;
  readonly aliases?: readonly string[];
}

interface Setting {
  readonly name: string;
  readonly option: string;
  readonly values: string[];
}

/**
 * Apply `INSTANCE.OPTION=VALUE` or `BACKEND.OPTION=VALUE` settings of the command line. They win over whatever the
 * file says, also under an alias (`optionsOf` tells a backend's options); the same option set twice is a list.
 * Throws `host.bad-set` and `host.set-unknown-instance`.
 */
export function applyOverrides(
  document: PatchDocument,
  settings: readonly string[],
  optionsOf: (backend: string) => readonly OptionNames[] | undefined = () => undefined,
): PatchDocument {
  const merged = new Map<string, Setting & { readonly text: string }>();
  for (const text of settings) {
    const { name, option, value } = split(text);
    const key = `${name}.${option}`;
    const setting = merged.get(key) ?? { name, option, values: [], text };
    setting.values.push(value);
    merged.set(key, setting);
  }
  const operations = [...merged.values()].flatMap(setting => override(document, setting, optionsOf));
  return applyAll(document, operations);
}

function split(text: string): { readonly name: string; readonly option: string; readonly value: string } {
  const equals = text.indexOf('=');
  const dot = text.indexOf('.');
  if (dot <= 0 || equals < dot + 2) throw fail('host.bad-set', { text });
  return { name: text.slice(0, dot), option: text.slice(dot + 1, equals), value: text.slice(equals + 1) };
}

function override(
  document: PatchDocument,
  { name, option, values, text }: Setting & { readonly text: string },
  optionsOf: (backend: string) => readonly OptionNames[] | undefined,
): readonly Operation[] {
  const [first = ''] = values;
  const value: OptionValue = values.length === 1 ? first : values;
  const instance = document.instances.find(candidate => candidate.name === name);
  const backend = instance?.backend ?? name;
  const others = synonyms(option, optionsOf(backend));
  if (instance) {
    const clear = others.map((other): Operation => ({ op: 'option.set', instance: name, option: other }));
    return [...clear, { op: 'option.set', instance: name, option, value }];
  }
  const used = Object.hasOwn(document.globals, name) || document.instances.some(i => i.backend === name);
  if (!used) throw fail('host.set-unknown-instance', { text, name });
  const clear = others.map((other): Operation => ({ op: 'global.set', backend: name, option: other }));
  return [...clear, { op: 'global.set', backend: name, option, value }];
}

function synonyms(option: string, specs: readonly OptionNames[] = []): readonly string[] {
  const spec = specs.find(({ name, aliases = [] }) => name === option || aliases.includes(option));
  return spec ? [spec.name, ...(spec.aliases ?? [])].filter(name => name !== option) : [];
}
