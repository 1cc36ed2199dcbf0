import type { PatchDocument } from '../../shared/patch/document.ts';
import { parseChannelRef } from '../../shared/signal/channel-ref.ts';
import { groupBy } from './group-by.ts';
import type { Point } from './graph-edits.ts';
import type { GraphView } from './graph-view.ts';

const COLUMN = 360;
const GAP = 40;
const HEAD = 80;
const ROW = 24;
const TALLEST_COLUMN = 900;

/** Places for every node, left to right in the direction of the wires, in columns that do not overlap. */
export function autoLayout(document: PatchDocument, view: GraphView): Map<string, Point> {
  const depths = depthsOf(document);
  const columns = groupBy(view.values(), one => depths.get(one.decl.name) ?? 0);
  const places = new Map<string, Point>();
  let x = 0;
  for (const depth of [...columns.keys()].sort((a, b) => a - b)) {
    let y = 0;
    for (const { decl, rows } of columns.get(depth) ?? []) {
      if (y > TALLEST_COLUMN) [x, y] = [x + COLUMN, 0];
      places.set(decl.name, { x, y });
      y += Math.ceil((HEAD + rows.length * ROW + GAP) / 20) * 20;
    }
    x += COLUMN;
  }
  return places;
}

/** How far each instance is from a source: the longest way over wires, where a loop counts once. */
function depthsOf(document: PatchDocument): Map<string, number> {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of document.mappings) {
    const [a, b] = [parseChannelRef(from)?.instance, parseChannelRef(to)?.instance];
    if (a === undefined || b === undefined || a === b) continue;
    next.set(a, (next.get(a) ?? new Set()).add(b));
  }
  const depths = new Map(document.instances.map(one => [one.name, 0]));
  // Each round pushes targets one further; a loop ends because rounds are bounded.
  for (let round = 0; round < Math.min(document.instances.length, 12); round++) {
    if (!pushTargets(next, depths)) break;
  }
  return depths;
}

function pushTargets(next: ReadonlyMap<string, ReadonlySet<string>>, depths: Map<string, number>): boolean {
  let moved = false;
  for (const [from, targets] of next) {
    const least = (depths.get(from) ?? 0) + 1;
    for (const to of targets) {
      if ((depths.get(to) ?? least) >= least || next.get(to)?.has(from)) continue;
      depths.set(to, least);
      moved = true;
    }
  }
  return moved;
}
