import type { InstanceDecl, MappingDecl, NodeLayout, PatchDocument } from '../../shared/patch/document.ts';
import type { Operation } from '../../shared/patch/operation.ts';
import { parseChannelRef } from '../../shared/signal/channel-ref.ts';
import { freeName, GRID, instanceNames } from './graph-edits.ts';

/** A piece of a patch: instances, the wires among them, and where they stood. */
export interface Clip {
  readonly instances: readonly InstanceDecl[];
  readonly mappings: readonly MappingDecl[];
  readonly layout: Readonly<Record<string, NodeLayout>>;
}

/** The selected instances with every wire that has both ends among them. */
export function copyClip(document: PatchDocument, names: ReadonlySet<string>): Clip | undefined {
  const instances = document.instances.filter(one => names.has(one.name));
  if (instances.length === 0) return undefined;
  const inside = (ref: string) => names.has(parseChannelRef(ref)?.instance ?? '');
  const mappings = document.mappings.filter(one => inside(one.from) && inside(one.to));
  const layout = Object.fromEntries(
    Object.entries(document.layout.nodes).filter(([name]) => names.has(name)),
  );
  return { instances, mappings, layout };
}

/** Insert a clip under free names, a little away from where it was taken. `times` counts pastes of the same clip. */
export function pasteClip(
  document: PatchDocument,
  clip: Clip,
  times: number,
): { readonly names: readonly string[]; readonly operations: readonly Operation[] } {
  const taken = instanceNames(document);
  const renamed = new Map<string, string>();
  for (const { name } of clip.instances) {
    const fresh = taken.has(name) ? freeName(name, taken) : name;
    taken.add(fresh);
    renamed.set(name, fresh);
  }
  const nameOf = (name: string) => renamed.get(name) ?? name;
  const operations: Operation[] = clip.instances.flatMap(one => [
    { op: 'instance.add', instance: { ...one, name: nameOf(one.name) } },
    { op: 'layout.node', instance: nameOf(one.name), layout: shifted(clip.layout[one.name], times) },
  ]);
  for (const mapping of clip.mappings) {
    const ends = { from: moved(mapping.from, nameOf), to: moved(mapping.to, nameOf) };
    operations.push({ op: 'mapping.add', mapping: { ...mapping, ...ends } });
  }
  return { names: [...renamed.values()], operations };
}

function moved(ref: string, nameOf: (name: string) => string): string {
  const parsed = parseChannelRef(ref);
  return parsed ? `${nameOf(parsed.instance)}.${parsed.channel}` : ref;
}

function shifted(layout: NodeLayout | undefined, times: number): NodeLayout {
  const by = 2 * GRID * times;
  return { ...layout, x: (layout?.x ?? 0) + by, y: (layout?.y ?? 0) + by };
}
