export type Direction = 'Left' | 'Right' | 'Up' | 'Down';

interface Placed {
  readonly id: string;
  readonly position: { readonly x: number; readonly y: number };
}

/** The node that lies next in a direction: near ones first, those off to the side count as farther away. */
export function nearest<N extends Placed>(
  nodes: readonly N[],
  current: string | undefined,
  direction: Direction,
): N | undefined {
  const from = nodes.find(node => node.id === current);
  if (!from) return nodes[0];
  let best: N | undefined;
  let least = Infinity;
  for (const node of nodes) {
    const distance = distanceOf(from, node, direction);
    if (distance >= least) continue;
    least = distance;
    best = node;
  }
  return best;
}

function distanceOf(from: Placed, to: Placed, direction: Direction): number {
  const dx = to.position.x - from.position.x;
  const dy = to.position.y - from.position.y;
  const [ahead, aside] = direction === 'Left' || direction === 'Right' ? [dx, dy] : [dy, dx];
  const forward = direction === 'Left' || direction === 'Up' ? -ahead : ahead;
  return forward <= 0 ? Infinity : forward + 2 * Math.abs(aside);
}
