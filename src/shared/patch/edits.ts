import { fail } from '../error/coded-error.ts';
import { parseChannelRef } from '../signal/channel-ref.ts';
import { applyEdit } from './apply.ts';
import { checkOperation } from './check.ts';
import type { InstanceDecl, MappingDecl, NodeLayout, PatchDocument } from './document.ts';
import type { Operation } from './operation.ts';
import type { Options } from './options.ts';
import { rebindSection } from '../directory/rebind.ts';
import { extraIsOf, renameEnds, touches } from './references.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Throws the coded error of the first operation that does not fit or would break the patch. */
export function checkEdit(document: PatchDocument, operations: readonly Operation[]): void {
  applyEdit(document, operations, checkOperation);
}

/** `base`, or `base2`, `base3`...: a name that no instance has yet. */
export function freeName(taken: Iterable<string>, base: string): string {
  const names = new Set(taken);
  if (!names.has(base)) return base;
  const stem = base.replace(/\d+$/, '') || base;
  let number = 2;
  while (names.has(`${stem}${number}`)) number++;
  return `${stem}${number}`;
}

/** A new instance on the canvas. Its name is made from the backend's unless one is given: osc1, osc2... */
export function addInstance(
  document: PatchDocument,
  backend: string,
  at: Point,
  given: { readonly name?: string; readonly options?: Options; readonly channels?: readonly string[] } = {},
): readonly Operation[] {
  const names = document.instances.map(instance => instance.name);
  const name = given.name ?? freeName(names, `${backend}1`);
  const instance: InstanceDecl = {
    name,
    backend,
    options: given.options ?? {},
    channels: given.channels ?? [],
  };
  return [
    { op: 'instance.add', instance },
    { op: 'layout.node', instance: name, layout: { x: at.x, y: at.y } },
  ];
}

/** Remove instances with their wires, places and everything that is kept for them. */
export function removeInstances(document: PatchDocument, names: readonly string[]): readonly Operation[] {
  const gone = new Set(names);
  const hit = ({ from, to }: MappingDecl) => isOf(from, gone) || isOf(to, gone);
  const extras = Object.keys(document.layout.extra).filter(key => names.some(name => extraIsOf(key, name)));
  const placed = names.filter(name => Object.hasOwn(document.layout.nodes, name));
  return [
    ...document.mappings.filter(hit).map(removeMapping),
    ...extras.map((key): Operation => ({ op: 'layout.extra', key })),
    ...placed.map((instance): Operation => ({ op: 'layout.node', instance })),
    ...names.map((name): Operation => ({ op: 'instance.remove', name })),
  ];
}

/** As `removeInstances`, for one. */
export function removeInstance(document: PatchDocument, name: string): readonly Operation[] {
  return removeInstances(document, [name]);
}

/** Throws `patch.bad-channel-spec`, `patch.range-count`, `patch.duplicate-mapping` or `patch.unknown-instance`. */
export function addMapping(
  document: PatchDocument,
  from: string,
  to: string,
  both = false,
): readonly Operation[] {
  const operations: readonly Operation[] = [{ op: 'mapping.add', mapping: { from, to, both, off: false } }];
  checkEdit(document, operations);
  return operations;
}

export function removeMapping({ from, to }: Pick<MappingDecl, 'from' | 'to'>): Operation {
  return { op: 'mapping.remove', from, to };
}

/** Sources of names that are bound to it follow. Throws `patch.bad-instance-name` or `patch.duplicate-instance`. */
export function renameInstance(document: PatchDocument, name: string, to: string): readonly Operation[] {
  const directory = rebindSection(document.sections['directory'], name, to);
  const operations: readonly Operation[] = [
    { op: 'instance.rename', name, to },
    ...(directory ? [{ op: 'section.set', section: 'directory', value: directory } as const] : []),
  ];
  checkEdit(document, operations);
  return operations;
}

/** Move nodes; the rest of their layout stays. */
export function moveNodes(
  document: PatchDocument,
  places: Readonly<Record<string, Point>>,
): readonly Operation[] {
  return Object.entries(places).map(([instance, { x, y }]) => {
    const before = Object.hasOwn(document.layout.nodes, instance)
      ? document.layout.nodes[instance]
      : undefined;
    return { op: 'layout.node', instance, layout: { ...before, x, y } };
  });
}

/** A row for a channel that no wire uses yet; nothing when it is there. */
export function addChannel(document: PatchDocument, instance: string, channel: string): readonly Operation[] {
  const channels = channelsOf(document, instance);
  if (channels.includes(channel)) return [];
  return [{ op: 'channels.set', instance, channels: [...channels, channel] }];
}

export function removeChannel(
  document: PatchDocument,
  instance: string,
  channel: string,
): readonly Operation[] {
  const channels = channelsOf(document, instance).filter(other => other !== channel);
  return [{ op: 'channels.set', instance, channels }];
}

/** A piece of a patch that can be pasted, also into another one. */
export interface Clip {
  readonly instances: readonly InstanceDecl[];
  /** Only wires between these instances. */
  readonly mappings: readonly MappingDecl[];
  readonly nodes: Readonly<Record<string, NodeLayout>>;
}

export function copy(document: PatchDocument, names: readonly string[]): Clip {
  const taken = new Set(names);
  const nodes = Object.entries(document.layout.nodes).filter(([name]) => taken.has(name));
  return {
    instances: document.instances.filter(instance => taken.has(instance.name)),
    mappings: document.mappings.filter(({ from, to }) => isOf(from, taken) && isOf(to, taken)),
    nodes: Object.fromEntries(nodes),
  };
}

/** Insert a clip under free names, moved by `offset`. `names` maps each name of the clip to its new one. */
export function paste(
  document: PatchDocument,
  clip: Clip,
  offset: Point,
): { readonly operations: readonly Operation[]; readonly names: ReadonlyMap<string, string> } {
  const taken = document.instances.map(instance => instance.name);
  const names = new Map<string, string>();
  for (const { name } of clip.instances) {
    const fresh = freeName([...taken, ...names.values()], name);
    names.set(name, fresh);
  }
  const adds = clip.instances.map((instance): Operation => {
    return { op: 'instance.add', instance: { ...instance, name: names.get(instance.name) ?? instance.name } };
  });
  const wires = clip.mappings.map((mapping): Operation => {
    return { op: 'mapping.add', mapping: renamed(mapping, names) };
  });
  const places = Object.entries(clip.nodes).map(([name, node]): Operation => {
    const layout = { ...node, x: node.x + offset.x, y: node.y + offset.y };
    return { op: 'layout.node', instance: names.get(name) ?? name, layout };
  });
  return { operations: [...adds, ...wires, ...places], names };
}

/** Each end is renamed once: a new name may be the old name of another one. */
function renamed(mapping: MappingDecl, names: ReadonlyMap<string, string>): MappingDecl {
  const end = (spec: string) => {
    const name = parseChannelRef(spec)?.instance ?? '';
    return renameEnds({ from: spec, to: '' }, name, names.get(name) ?? name).from;
  };
  return { ...mapping, from: end(mapping.from), to: end(mapping.to) };
}

function isOf(spec: string, names: ReadonlySet<string>): boolean {
  return names.has(parseChannelRef(spec)?.instance ?? '');
}

function channelsOf(document: PatchDocument, name: string): readonly string[] {
  const instance = document.instances.find(candidate => candidate.name === name);
  if (!instance) throw fail('patch.unknown-instance', { instance: name });
  return instance.channels;
}

/** Wires at an instance, in document order. */
export function wiresOf(document: PatchDocument, name: string): readonly MappingDecl[] {
  return document.mappings.filter(mapping => touches(mapping, name));
}
