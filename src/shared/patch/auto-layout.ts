import { groupBy } from '../group-by.ts';
import type { NodeLayout, PatchDocument } from './document.ts';
import { parseChannelRef } from '../signal/channel-ref.ts';

const COLUMN = 380;
const GAP = 40;
/** Everything of a node but its rows. */
const FRAME = 90;
const ROW = 24;
/** Below this a column begins anew beside itself. */
const TALLEST = 900;
const ORIGIN = 40;
const GRID = 20;

/** Places for every node: columns from left to right along the wires, each column from top to bottom. */
export function autoLayout(document: PatchDocument): Readonly<Record<string, NodeLayout>> {
  const names = document.instances.map(instance => instance.name);
  const sources = wiresInto(document);
  const column = columnsOf(names, sources);
  const heightOf = heights(document);
  const places = new Map<string, NodeLayout>();
  const centre = (name: string) => averageY([...(sources.get(name) ?? [])], places);
  const order = [...names].sort((a, b) => (column.get(a) ?? 0) - (column.get(b) ?? 0));
  let x = ORIGIN;
  for (const layer of groupBy(order, name => column.get(name) ?? 0).values()) {
    let y = ORIGIN;
    const ranked = layer.map((name, index) => ({ name, at: centre(name) ?? index * 1e6 }));
    for (const { name } of ranked.sort((a, b) => a.at - b.at)) {
      if (y > TALLEST) [x, y] = [x + COLUMN, ORIGIN];
      places.set(name, { x, y });
      y += heightOf(name) + GAP;
    }
    x += COLUMN;
  }
  return Object.fromEntries(places);
}

/** The document with a place for every instance; those that have one stay, the others go below them. */
export function withLayout(document: PatchDocument): PatchDocument {
  const { nodes } = document.layout;
  const missing = document.instances.filter(({ name }) => !Object.hasOwn(nodes, name));
  if (missing.length === 0) return document;
  const heightOf = heights(document);
  const bottom = Object.entries(nodes).reduce((most, [name, { y }]) => Math.max(most, y + heightOf(name)), 0);
  const fresh = Object.entries(autoLayout(document)).filter(([name]) => !Object.hasOwn(nodes, name));
  const moved = fresh.map(([name, { x, y }]) => [name, { x, y: y + bottom }] as const);
  return {
    ...document,
    layout: { ...document.layout, nodes: { ...nodes, ...Object.fromEntries(moved) } },
  };
}

/** How tall nodes are drawn, in whole steps of the grid: a row for each channel or bundle that is declared or wired. */
function heights(document: PatchDocument): (name: string) => number {
  const rows = new Map(document.instances.map(({ name, channels }) => [name, new Set(channels)]));
  for (const { from, to } of document.mappings) {
    for (const ref of [parseChannelRef(from), parseChannelRef(to)]) {
      if (ref) rows.get(ref.instance)?.add(ref.channel);
    }
  }
  return name => Math.ceil((FRAME + ROW * (rows.get(name)?.size ?? 0)) / GRID) * GRID;
}

/** For each instance those that have a wire to it. */
function wiresInto(document: PatchDocument): ReadonlyMap<string, ReadonlySet<string>> {
  const into = new Map<string, Set<string>>();
  for (const mapping of document.mappings) {
    const from = parseChannelRef(mapping.from)?.instance;
    const to = parseChannelRef(mapping.to)?.instance;
    if (from === undefined || to === undefined || from === to) continue;
    const set = into.get(to) ?? new Set();
    into.set(to, set.add(from));
  }
  return into;
}

/** Longest way from the left. A wire that closes a circle does not count. */
function columnsOf(
  names: readonly string[],
  sources: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlyMap<string, number> {
  const columns = new Map<string, number>();
  const known = new Set(names);
  for (const root of names) {
    // An own stack: a chain of thousands of instances must not overflow the program's.
    const stack = [root];
    const open = new Set<string>();
    while (stack.length > 0) {
      const name = stack[stack.length - 1] as string;
      const before = [...(sources.get(name) ?? [])].filter(source => known.has(source));
      const next = columns.has(name) ? undefined : before.find(s => !columns.has(s) && !open.has(s));
      open.add(name);
      if (next !== undefined) {
        stack.push(next);
        continue;
      }
      if (!columns.has(name)) {
        columns.set(
          name,
          before.reduce((most, source) => Math.max(most, (columns.get(source) ?? -1) + 1), 0),
        );
      }
      open.delete(name);
      stack.pop();
    }
  }
  return columns;
}

function averageY(names: readonly string[], places: ReadonlyMap<string, NodeLayout>): number | undefined {
  const ys = names.flatMap(name => places.get(name)?.y ?? []);
  return ys.length === 0 ? undefined : ys.reduce((sum, y) => sum + y, 0) / ys.length;
}
