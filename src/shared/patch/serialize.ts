import type { InstanceDecl, Layout, MappingDecl, NodeLayout, PatchDocument } from './document.ts';
import { type JsonObject, pointer } from './json.ts';
import { print, type Shape } from './print.ts';
import { assemble, type Part } from './unknown.ts';

const LINES: Shape = { items: { inline: true } };
const SHAPE: Shape = { fields: { mappings: LINES, layout: { fields: { nodes: LINES } } } };

/**
 * The text of a patch file. Equal documents give equal text: members have a fixed order, records whose order means
 * nothing are sorted, options keep theirs. Empty parts are left out. The layout is a section of its own at the end.
 */
export function serialize(document: PatchDocument): string {
  return `${print(toJson(document), SHAPE)}\n`;
}

function toJson(document: PatchDocument): JsonObject {
  const parts: readonly Part[] = [
    ['/globals', {}],
    ...sorted(document.globals).map(([name, value]): Part => [pointer('globals', name), { ...value }]),
    ['/instances', document.instances.map(instanceJson)],
    ['/mappings', document.mappings.map(mappingJson)],
    ['/sections', Object.fromEntries(sorted(document.sections))],
    ...layoutParts(document.layout),
  ];
  const { layout, ...rest } = assemble({ crosspatch: document.version }, parts, document.unknown);
  return layout === undefined ? rest : { ...rest, layout };
}

function layoutParts(layout: Layout): readonly Part[] {
  const nodes = sorted(layout.nodes).map(([name, node]) => [name, nodeJson(node)] as const);
  return [
    ['/layout', {}],
    ['/layout/nodes', Object.fromEntries(nodes)],
    ['/layout/extra', Object.fromEntries(sorted(layout.extra))],
  ];
}

function instanceJson({ name, backend, options, channels, unknown }: InstanceDecl): JsonObject {
  const parts: readonly Part[] = [
    ['/options', { ...options }],
    ['/channels', [...channels]],
  ];
  return assemble({ name, backend }, parts, unknown);
}

function mappingJson({ from, to, both, off, unknown }: MappingDecl): JsonObject {
  const json = { from, to, ...(both ? { both } : {}), ...(off ? { off } : {}) };
  return unknown ? assemble(json, [], unknown) : json;
}

function nodeJson({ x, y, width, collapsed, unknown }: NodeLayout): JsonObject {
  const size = width === undefined ? {} : { width };
  const json = { x, y, ...size, ...(collapsed === undefined ? {} : { collapsed }) };
  return unknown ? assemble(json, [], unknown) : json;
}

/** Members in the order of their names, by code unit: the same on every machine. */
function sorted<T>(record: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
