import { type DragEvent, type KeyboardEvent, type MouseEvent, type RefObject, useMemo } from 'react';
import { type Connection, type ConnectionState, useReactFlow } from 'reactflow';
import { t } from '../../messages/translate.ts';
import { isScript } from '../../model/editor-commands.ts';
import { openScript } from '../../model/editor-files.ts';
import { moveNodes, type Point, removal } from '../../model/graph-edits.ts';
import type { Model } from '../../model/model.ts';
import { connectChannels, placeBackend } from '../../model/patch-actions.ts';
import { type PlacedEntry, placeEntry } from '../../model/directory-place.ts';
import { reveal, select } from '../../model/selection-store.ts';
import { useModel } from '../../model/use-model.ts';
import { BACKEND_DRAG, ENTRY_DRAG } from '../../ui/drag.ts';
import type { FlowStore } from './flow-store.ts';
import type { InstanceNode, WireEdge } from './flow-types.ts';
import { nodeAt } from './node-size.ts';
import { rowRef } from './row-ref.ts';
import { useFlow } from './use-flow.ts';

/** Where gestures take place. */
interface Canvas {
  readonly model: Model;
  readonly flow: FlowStore;
  readonly box: RefObject<HTMLDivElement | null>;
  /** From the window to the canvas. */
  toCanvas(at: Point): Point;
}

/** What hands do on the canvas, as handlers for React Flow and for the area around it. */
export function useGestures(box: RefObject<HTMLDivElement | null>) {
  const model = useModel();
  const flow = useFlow();
  const { screenToFlowPosition: toCanvas } = useReactFlow();
  return useMemo(() => {
    const canvas: Canvas = { model, flow, box, toCanvas };
    return { area: areaGestures(canvas), flow: { ...flowGestures(canvas), ...contextMenus(canvas) } };
  }, [model, flow, box, toCanvas]);
}

function areaGestures({ model, flow, toCanvas }: Canvas) {
  return {
    onDragOver: (event: DragEvent) => {
      const { types } = event.dataTransfer;
      if (!types.includes(BACKEND_DRAG) && !types.includes(ENTRY_DRAG)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      const entry = event.dataTransfer.getData(ENTRY_DRAG);
      if (entry !== '') return dropEntry(model, entry, event, toCanvas);
      const manifest = model.devices.getState().manifests.get(event.dataTransfer.getData(BACKEND_DRAG));
      const at = toCanvas({ x: event.clientX - 40, y: event.clientY - 16 });
      if (manifest) void placeBackend(model, manifest, at);
    },
    onDoubleClick: (event: MouseEvent) => {
      if (!(event.target as HTMLElement).classList.contains('react-flow__pane')) return;
      const at = toCanvas({ x: event.clientX, y: event.clientY });
      const node = nodeAt(flow.store.getState().nodes, at);
      if (node) reveal(model.selection, { instances: [node.id] });
      else model.dialogs.setState({ quickAdd: at });
    },
    /** Tab reaches nodes and wires; Enter chooses the one that has the focus. */
    onKeyDown: (event: KeyboardEvent) => {
      const { classList, dataset } = event.target as HTMLElement | SVGElement;
      const id = dataset['id'];
      if (event.key !== 'Enter' || id === undefined) return;
      if (classList.contains('react-flow__node')) select(model.selection, { instances: [id] });
      else if (classList.contains('react-flow__edge')) select(model.selection, { wires: [id] });
    },
  };
}

function flowGestures(canvas: Canvas) {
  const { model, flow } = canvas;
  return {
    onConnect: (connection: Connection) => {
      const ends = endsOf(connection);
      if (ends) void connectChannels(model, ends.from, ends.to);
    },
    onReconnect: (edge: WireEdge, connection: Connection) => void replug(model, edge, connection),
    onConnectEnd: (event: globalThis.MouseEvent | TouchEvent, state: Readonly<FinalState>) => {
      if (state.isValid === true || state.toHandle) return;
      if ('clientX' in event) endInTheOpen(canvas, state, { x: event.clientX, y: event.clientY });
    },
    onNodeDragStop: (_: unknown, __: unknown, nodes: readonly InstanceNode[]) =>
      void drop(model, flow, nodes),
    onSelectionDragStop: (_: unknown, nodes: readonly InstanceNode[]) => void drop(model, flow, nodes),
    onEdgeMouseEnter: (_: unknown, edge: WireEdge) => flow.store.setState({ hovered: edge.id }),
    onEdgeMouseLeave: () => flow.store.setState({ hovered: undefined }),
    onNodeDoubleClick: (_: unknown, node: InstanceNode) => {
      if (isScript(model, node.id)) void openScript(model, node.id);
    },
  };
}

function contextMenus(canvas: Canvas) {
  const { selection } = canvas.model;
  return {
    onNodeContextMenu: (event: MouseEvent, node: InstanceNode) => {
      const { instances } = selection.getState();
      if (!instances.has(node.id)) select(selection, { instances: [node.id] });
      const ref = rowRef(event.target as Element);
      openMenu(canvas, event, ref === undefined ? 'node' : 'row', ref);
    },
    onEdgeContextMenu: (event: MouseEvent, edge: WireEdge) => {
      const { wires } = selection.getState();
      if (!wires.has(edge.id)) select(selection, { wires: [edge.id] });
      openMenu(canvas, event, 'wire');
    },
    onSelectionContextMenu: (event: MouseEvent) => openMenu(canvas, event, 'node'),
    onPaneContextMenu: (event: MouseEvent | globalThis.MouseEvent) => openMenu(canvas, event, 'canvas'),
  };
}

/** An entry of the directory was let go. The page itself made what it carries. */
function dropEntry(model: Model, text: string, event: DragEvent, toCanvas: (at: Point) => Point): void {
  const under = (event.target as Element).closest<HTMLElement>('.react-flow__node');
  const at = toCanvas({ x: event.clientX - 40, y: event.clientY - 16 });
  void placeEntry(model, JSON.parse(text) as PlacedEntry, { at, onto: under?.dataset['id'] });
}

const MENU_SIZE = { width: 280, height: 240 };

function openMenu(
  { flow, box }: Canvas,
  event: Pick<globalThis.MouseEvent, 'clientX' | 'clientY' | 'preventDefault'>,
  on: 'node' | 'row' | 'wire' | 'canvas',
  ref?: string,
): void {
  event.preventDefault();
  if (!box.current) return;
  const area = box.current.getBoundingClientRect();
  const x = Math.max(0, Math.min(event.clientX - area.left, area.width - MENU_SIZE.width));
  const y = Math.max(0, Math.min(event.clientY - area.top, area.height - MENU_SIZE.height));
  flow.store.setState({ menu: { on, x, y, ...(ref === undefined ? {} : { ref }) } });
}

type FinalState = Pick<ConnectionState, 'isValid' | 'toHandle' | 'toNode' | 'fromHandle' | 'fromNode'>;

type Ends = Readonly<Record<'from' | 'to', string>>;

function endsOf({ source, sourceHandle, target, targetHandle }: Connection): Ends | undefined {
  if (!sourceHandle || !targetHandle) return undefined;
  return {
    from: `${source}.${sourceHandle.slice('out:'.length)}`,
    to: `${target}.${targetHandle.slice('in:'.length)}`,
  };
}

async function replug(model: Model, edge: WireEdge, connection: Connection): Promise<void> {
  const ends = endsOf(connection);
  const before = edge.data?.mapping;
  if (!ends || !before || (ends.from === before.from && ends.to === before.to)) return;
  const mapping = { ...before, ...ends };
  await model.edit(t('edit.replug', ends), [removal(before), { op: 'mapping.add', mapping }]);
}

/** A node was let go: the patch takes the places over as one edit. */
async function drop(model: Model, flow: FlowStore, nodes: readonly InstanceNode[]): Promise<void> {
  const moves = new Map<string, Point>(nodes.map(node => [node.id, node.position]));
  const operations = moveNodes(model.patch.getState().document, moves);
  if (operations.length === 0) return;
  const names = [...moves.keys()];
  flow.hold(moves);
  const what = names.length === 1 ? (names[0] ?? '') : t('edit.many', { n: names.length });
  await model.edit(t('edit.move', { what }), operations);
  flow.release(names);
}

/** A wire let go on a node asks there for the channel; in the void it asks for a new node first. */
function endInTheOpen(
  { model, flow, box, toCanvas }: Canvas,
  { fromHandle, fromNode }: FinalState,
  at: Point,
): void {
  const spec = fromHandle?.id;
  if (!spec || !fromNode || !box.current) return;
  const side = spec.startsWith('out:') ? 'from' : 'to';
  const ref = `${fromNode.id}.${spec.slice(spec.indexOf(':') + 1)}`;
  const under = document.elementFromPoint(at.x, at.y)?.closest<HTMLElement>('.react-flow__node');
  const instance = under?.dataset['id'];
  if (instance !== undefined) flow.store.setState({ pending: { instance, ref, side } });
  else if (box.current.contains(document.elementFromPoint(at.x, at.y))) {
    flow.store.setState({ pending: { instance: '', ref, side } });
    model.dialogs.setState({ quickAdd: toCanvas(at) });
  }
}
