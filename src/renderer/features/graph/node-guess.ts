import { type NodeHandle, Position } from 'reactflow';
import type { InstanceNode } from './flow-types.ts';
import { HEAD, nodeSize, ROW } from './node-size.ts';

/** Nodes and wires above which only those in view are drawn. */
const DRAW_ALL = 600;
const PLUG = 10;

export function isLarge(nodes: number, wires: number): boolean {
  return nodes > DRAW_ALL / 6 || nodes + wires > DRAW_ALL;
}

/**
 * React Flow draws every node once to learn its size and where its handles are, which takes many seconds for a large
 * patch. A guess spares those that are out of sight; what comes into sight is measured.
 */
export function withGuess(node: InstanceNode): InstanceNode {
  if (node.measured || node.handles) return node;
  const { width, height } = nodeSize(node);
  return { ...node, initialWidth: width, initialHeight: height, handles: handlesOf(node, width) };
}

/** The guess would win over what was measured. */
export function withoutGuess(node: InstanceNode): InstanceNode {
  if (!node.measured || !node.handles) return node;
  const { handles: _, ...measured } = node;
  return measured;
}

function handlesOf({ data: { view, collapsed } }: InstanceNode, width: number): NodeHandle[] {
  const size = { width: PLUG, height: PLUG };
  return view.rows.flatMap(({ spec }, row): NodeHandle[] => {
    const y = (collapsed ? HEAD / 2 : HEAD + (row + 0.5) * ROW) - PLUG / 2;
    return [
      { id: `in:${spec}`, type: 'target', position: Position.Left, x: -PLUG / 2, y, ...size },
      { id: `out:${spec}`, type: 'source', position: Position.Right, x: width - PLUG / 2, y, ...size },
    ];
  });
}
