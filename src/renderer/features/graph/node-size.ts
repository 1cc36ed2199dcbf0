import type { InstanceNode } from './flow-types.ts';

export const NODE_WIDTH = 240;
export const HEAD = 54;
export const ROW = 24;
const FOOT = 36;

/** Size of a node: as measured, or as its rows will make it. */
export function nodeSize(node: InstanceNode): { readonly width: number; readonly height: number } {
  const rows = node.data.collapsed ? 0 : node.data.view.rows.length;
  return {
    width: node.measured?.width ?? NODE_WIDTH,
    height: node.measured?.height ?? HEAD + rows * ROW + (node.data.collapsed ? 0 : FOOT),
  };
}

/** The node at a place on the canvas. */
export function nodeAt(
  nodes: readonly InstanceNode[],
  at: { readonly x: number; readonly y: number },
): InstanceNode | undefined {
  return nodes.findLast(node => {
    const { width, height } = nodeSize(node);
    const [dx, dy] = [at.x - node.position.x, at.y - node.position.y];
    return dx >= 0 && dy >= 0 && dx <= width && dy <= height;
  });
}

/** The box around nodes; undefined when there are none. */
export function boundsOf(nodes: readonly InstanceNode[]) {
  if (nodes.length === 0) return undefined;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const node of nodes) {
    const { width, height } = nodeSize(node);
    left = Math.min(left, node.position.x);
    top = Math.min(top, node.position.y);
    right = Math.max(right, node.position.x + width);
    bottom = Math.max(bottom, node.position.y + height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
