import { fail } from '../error/coded-error.ts';
import type { InstanceDecl, PatchDocument } from './document.ts';
import { Draft, type Pair, pairKey } from './draft.ts';
import { invertOn } from './invert.ts';
import type { Operation } from './operation.ts';
import type { Options, OptionValue } from './options.ts';
import { extraIsOf, renameEnds, touches } from './references.ts';
import { DIRECTORY_SECTION, rebindSection } from '../directory/rebind.ts';

type Op<K extends Operation['op']> = Extract<Operation, { readonly op: K }>;

/** The document after all operations, in order; all or nothing. Throws a coded error when one does not fit. */
export function applyAll(document: PatchDocument, operations: readonly Operation[]): PatchDocument {
  const draft = new Draft(document);
  for (const operation of operations) applyOn(draft, operation);
  return draft.finish();
}

export interface Applied {
  readonly document: PatchDocument;
  /** Operations that lead back, in the order in which they are to be applied. */
  readonly inverse: readonly Operation[];
}

/** Apply and remember the way back. `check` sees the document as it is before each operation and may throw. */
export function applyEdit(
  document: PatchDocument,
  operations: readonly Operation[],
  check?: (draft: Draft, operation: Operation) => void,
): Applied {
  const draft = new Draft(document);
  const back: (readonly Operation[])[] = [];
  for (const operation of operations) {
    check?.(draft, operation);
    back.push(invertOn(draft, operation));
    applyOn(draft, operation);
  }
  return { document: draft.finish(), inverse: back.reverse().flat() };
}

/** Apply one operation to a draft. */
export function applyOn(draft: Draft, operation: Operation): void {
  switch (operation.op) {
    case 'instance.add':
      return addInstance(draft, operation);
    case 'instance.remove':
      return draft.instances.removeAt(instanceIndex(draft, operation.name));
    case 'instance.rename':
      return renameInstance(draft, operation);
    case 'option.set':
      return changeInstance(draft, operation.instance, instance => ({
        ...instance,
        options: setOption(instance.options, operation),
      }));
    case 'global.set':
      return setGlobal(draft, operation);
    case 'channels.set':
      return changeInstance(draft, operation.instance, i => ({ ...i, channels: operation.channels }));
    case 'mapping.add':
      return addMapping(draft, operation);
    case 'mapping.remove':
      return draft.mappings.removeAt(mappingIndex(draft, operation));
    case 'mapping.set':
      return setMapping(draft, operation);
    case 'section.set':
      return draft.sections.set(operation.section, operation.value);
    case 'layout.node':
      return draft.nodes.set(operation.instance, operation.layout);
    case 'layout.extra':
      return draft.extra.set(operation.key, operation.value);
  }
}

/** Index of an instance; throws when there is none. */
export function instanceIndex(draft: Draft, name: string): number {
  const at = draft.instances.indexOf({ name });
  if (at < 0) throw fail('patch.unknown-instance', { instance: name });
  return at;
}

/** Index of a mapping; throws when there is none. */
export function mappingIndex(draft: Draft, pair: Pair): number {
  const at = draft.mappings.indexOf(pair);
  if (at < 0) throw fail('patch.unknown-mapping', { from: pair.from, to: pair.to });
  return at;
}

function addInstance(draft: Draft, { instance, index }: Op<'instance.add'>): void {
  if (draft.instances.indexOf(instance) >= 0) {
    throw fail('patch.duplicate-instance', { instance: instance.name });
  }
  draft.instances.insert(instance, index);
}

function changeInstance(draft: Draft, name: string, change: (instance: InstanceDecl) => InstanceDecl): void {
  const at = instanceIndex(draft, name);
  draft.instances.replaceAt(at, change(draft.instances.items[at] as InstanceDecl));
}

function renameInstance(draft: Draft, { name, to }: Op<'instance.rename'>): void {
  const at = instanceIndex(draft, name);
  if (name === to) return;
  if (draft.instances.indexOf({ name: to }) >= 0) throw fail('patch.duplicate-instance', { instance: to });
  renameWires(draft, name, to);
  draft.instances.replaceAt(at, { ...(draft.instances.items[at] as InstanceDecl), name: to });
  const node = draft.nodes.get(name);
  if (node) draft.nodes.set(to, node);
  draft.nodes.set(name, undefined);
  for (const key of draft.extra.keys().filter(key => extraIsOf(key, name))) {
    draft.extra.set(to + key.slice(name.length), draft.extra.get(key));
    draft.extra.set(key, undefined);
  }
  const rebound = rebindSection(draft.sections.get(DIRECTORY_SECTION), name, to);
  if (rebound) draft.sections.set(DIRECTORY_SECTION, rebound);
}

/** Wires that already named `to` (the instance was missing) may turn out to be the same as a renamed one. */
function renameWires(draft: Draft, name: string, to: string): void {
  const { items } = draft.mappings;
  if (!items.some(mapping => touches(mapping, name))) return;
  const renamed = items.map(mapping => (touches(mapping, name) ? renameEnds(mapping, name, to) : mapping));
  const seen = new Set<string>();
  for (const mapping of renamed) {
    const key = pairKey(mapping);
    if (seen.has(key)) throw fail('patch.duplicate-mapping', { from: mapping.from, to: mapping.to });
    seen.add(key);
  }
  draft.mappings.replaceAll(renamed);
}

interface OptionChange {
  readonly option: string;
  readonly value?: OptionValue;
  readonly index?: number;
}

/** An option that is there keeps its place; a new one goes to `index`. Order counts: of patterns, the first match wins. */
function setOption(options: Options, { option, value, index }: OptionChange): Options {
  const entries = Object.entries(options);
  const at = entries.findIndex(([name]) => name === option);
  if (at >= 0)
    entries.splice(at, 1, ...(value === undefined ? [] : [[option, value] as [string, OptionValue]]));
  else if (value !== undefined) entries.splice(index ?? entries.length, 0, [option, value]);
  return Object.fromEntries(entries);
}

/** A backend without options has no entry, so that taking back its first option leaves nothing behind. */
function setGlobal(draft: Draft, operation: Op<'global.set'>): void {
  const options = setOption(draft.globals.get(operation.backend) ?? {}, operation);
  draft.globals.set(operation.backend, Object.keys(options).length > 0 ? options : undefined);
}

function addMapping(draft: Draft, { mapping, index }: Op<'mapping.add'>): void {
  if (draft.mappings.indexOf(mapping) >= 0) {
    throw fail('patch.duplicate-mapping', { from: mapping.from, to: mapping.to });
  }
  draft.mappings.insert(mapping, index);
}

function setMapping(draft: Draft, operation: Op<'mapping.set'>): void {
  const at = mappingIndex(draft, operation);
  const before = draft.mappings.items[at];
  if (!before) return;
  const { both = before.both, off = before.off } = operation;
  draft.mappings.replaceAt(at, { ...before, both, off });
}
