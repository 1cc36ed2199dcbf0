import type { InstanceDecl, MappingDecl, NodeLayout, PatchDocument } from '../../shared/patch/document.ts';
import type { Operation } from '../../shared/patch/operation.ts';
import type { BackendManifest } from '../../shared/plugin/backend.ts';
import { extraIsOf } from '../../shared/patch/references.ts';
import { MAX_NAME, parseChannelRef } from '../../shared/signal/channel-ref.ts';

/** Edges of the canvas grid in pixels. */
export const GRID = 20;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A name and the number at its end; one of more digits is a part of the name, for counting on would lose precision. */
const COUNTED = /^(.*?)(\d{0,9})$/s;

/** A name that no instance has: `osc1`, `osc2`, ... A number at the end of `base` counts on from there. */
export function freeName(base: string, taken: ReadonlySet<string>): string {
  const [, stem = base, digits = ''] = COUNTED.exec(base) ?? [];
  for (let n = Math.max(1, Number(digits)); ; n++) {
    const name = stem.slice(0, MAX_NAME - String(n).length) + String(n);
    if (!taken.has(name)) return name;
  }
}

export function instanceNames(document: PatchDocument): Set<string> {
  return new Set(document.instances.map(one => one.name));
}

export function snap(point: Point): NodeLayout {
  return { x: Math.round(point.x / GRID) * GRID, y: Math.round(point.y / GRID) * GRID };
}

/** A new instance of a backend at a place on the canvas. */
export function addInstance(
  document: PatchDocument,
  manifest: BackendManifest,
  at: Point,
): { readonly name: string; readonly operations: readonly Operation[] } {
  const name = freeName(manifest.name, instanceNames(document));
  const instance: InstanceDecl = { name, backend: manifest.name, options: {}, channels: [] };
  return {
    name,
    operations: [
      { op: 'instance.add', instance },
      { op: 'layout.node', instance: name, layout: snap(at) },
    ],
  };
}

export function addChannels(decl: InstanceDecl, specs: readonly string[]): Operation[] {
  const fresh = specs.filter(spec => !decl.channels.includes(spec));
  if (fresh.length === 0) return [];
  return [{ op: 'channels.set', instance: decl.name, channels: [...decl.channels, ...fresh] }];
}

/** Take a row away, with the wires that use it. */
export function removeRow(document: PatchDocument, decl: InstanceDecl, spec: string): Operation[] {
  const ref = `${decl.name}.${spec}`;
  const wires = document.mappings.filter(one => one.from === ref || one.to === ref);
  const operations: Operation[] = wires.map(wire => removal(wire));
  if (decl.channels.includes(spec)) {
    operations.push({
      op: 'channels.set',
      instance: decl.name,
      channels: decl.channels.filter(one => one !== spec),
    });
  }
  return operations;
}

/**
 * Join two channels. Both keep a row of their own, so that the row does not vanish with the wire. Empty when the wire
 * is there already.
 */
export function connect(document: PatchDocument, from: string, to: string): Operation[] {
  if (document.mappings.some(one => one.from === from && one.to === to)) return [];
  return [
    ...declare(document, from),
    ...(from === to ? [] : declare(document, to)),
    { op: 'mapping.add', mapping: { from, to, both: false, off: false } },
  ];
}

function declare(document: PatchDocument, ref: string): Operation[] {
  const parsed = parseChannelRef(ref);
  const decl = parsed && document.instances.find(one => one.name === parsed.instance);
  return decl && parsed ? addChannels(decl, [parsed.channel]) : [];
}

export function removal(wire: Pick<MappingDecl, 'from' | 'to'>): Operation {
  return { op: 'mapping.remove', from: wire.from, to: wire.to };
}

export function mappingsOf(document: PatchDocument, keys: ReadonlySet<string>): MappingDecl[] {
  return document.mappings.filter(one => keys.has(`${one.from} > ${one.to}`));
}

function touches(mapping: MappingDecl, instances: ReadonlySet<string>): boolean {
  const ends = [parseChannelRef(mapping.from), parseChannelRef(mapping.to)];
  return ends.some(end => end !== undefined && instances.has(end.instance));
}

/** Take instances and wires away; wires, places and whatever is kept for an instance go with it. */
export function removeAll(
  document: PatchDocument,
  instances: ReadonlySet<string>,
  wires: ReadonlySet<string>,
): Operation[] {
  const gone = document.mappings.filter(
    one => wires.has(`${one.from} > ${one.to}`) || touches(one, instances),
  );
  const operations: Operation[] = gone.map(removal);
  const extras = Object.keys(document.layout.extra);
  for (const name of instances) {
    for (const key of extras.filter(key => extraIsOf(key, name)))
      operations.push({ op: 'layout.extra', key });
    if (Object.hasOwn(document.layout.nodes, name)) operations.push({ op: 'layout.node', instance: name });
    operations.push({ op: 'instance.remove', name });
  }
  return operations;
}

export function moveNodes(document: PatchDocument, moves: ReadonlyMap<string, Point>): Operation[] {
  return [...moves].flatMap(([instance, at]) => {
    const before = document.layout.nodes[instance];
    const layout: NodeLayout = { ...before, x: Math.round(at.x), y: Math.round(at.y) };
    if (before && before.x === layout.x && before.y === layout.y) return [];
    return [{ op: 'layout.node', instance, layout }];
  });
}
