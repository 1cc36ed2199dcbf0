import { applyEdgeChanges, applyNodeChanges, type EdgeChange, type NodeChange } from 'reactflow';
import { createStore } from 'zustand/vanilla';
import { type MappingDecl, mappingKey, type PatchDocument } from '../../../shared/patch/document.ts';
import { autoLayout } from '../../../shared/patch/auto-layout.ts';
import { parseChannelRef } from '../../../shared/signal/channel-ref.ts';
import type { Point } from '../../model/graph-edits.ts';
import type { InstanceNode, WireEdge } from './flow-types.ts';
import { isLarge, withGuess, withoutGuess } from './node-guess.ts';
import { type GraphView, type InstanceView, wireCount } from '../../model/graph-view.ts';
import type { Model } from '../../model/model.ts';

/** A wire whose one end waits for a channel to be typed on a node. */
export interface PendingWire {
  readonly instance: string;
  readonly ref: string;
  /** The end that is known. */
  readonly side: 'from' | 'to';
}

export interface FlowState {
  readonly nodes: InstanceNode[];
  readonly edges: WireEdge[];
  readonly hovered: string | undefined;
  readonly renaming: string | undefined;
  /** The row, `instance.spec`, whose name is being typed. */
  readonly naming: string | undefined;
  readonly pending: PendingWire | undefined;
  readonly menu:
    | {
        readonly on: 'node' | 'row' | 'wire' | 'canvas';
        /** The row that was clicked, `instance.spec`. */
        readonly ref?: string;
        readonly x: number;
        readonly y: number;
      }
    | undefined;
}

type Change = NodeChange<InstanceNode> | EdgeChange<WireEdge>;

/**
 * What React Flow draws: the patch's nodes and wires with the geometry that React Flow measures. It follows the
 * model's patch and selection; moves stay here until the patch has taken them over.
 */
export class FlowStore {
  readonly store = createStore<FlowState>(() => ({
    nodes: [],
    edges: [],
    hovered: undefined,
    renaming: undefined,
    naming: undefined,
    pending: undefined,
    menu: undefined,
  }));
  readonly #model: Model;
  /** Where nodes were dropped, until the engine's answer brings the patch there too. */
  readonly #dropped = new Map<string, Point>();

  constructor(model: Model) {
    this.#model = model;
    this.#sync();
  }

  /** Begin to follow the model; the answer stops it. */
  follow(): () => void {
    const ends = [
      this.#model.graph.subscribe(() => this.#sync()),
      this.#model.selection.subscribe(() => this.#sync()),
      this.#model.patch.subscribe((state, before) => {
        if (state.document.layout !== before.document.layout) this.#sync();
      }),
    ];
    this.#sync();
    return () => ends.forEach(end => end());
  }

  changeNodes = (changes: NodeChange<InstanceNode>[]): void => {
    const geometry = changes.filter(one => one.type === 'position' || one.type === 'dimensions');
    if (geometry.length > 0) {
      this.store.setState(state => ({ nodes: applyNodeChanges(geometry, state.nodes).map(withoutGuess) }));
    }
    this.#takeSelection('instances', changes);
  };

  changeEdges = (changes: EdgeChange<WireEdge>[]): void => {
    const rest = changes.filter(one => one.type === 'replace');
    if (rest.length > 0) this.store.setState(state => ({ edges: applyEdgeChanges(rest, state.edges) }));
    this.#takeSelection('wires', changes);
  };

  /** Keep nodes where they were dropped while the edit is under way. */
  hold(moves: ReadonlyMap<string, Point>): void {
    for (const [name, at] of moves) this.#dropped.set(name, at);
  }

  /** The edit is through, or refused: the patch alone counts again. */
  release(names: Iterable<string>): void {
    for (const name of names) this.#dropped.delete(name);
    this.#sync();
  }

  #takeSelection(kind: 'instances' | 'wires', changes: readonly Change[]): void {
    const selects = changes.filter(one => one.type === 'select');
    if (selects.length === 0) return;
    const ids = new Set(this.#model.selection.getState()[kind]);
    for (const { id, selected } of selects) {
      if (selected) ids.add(id);
      else ids.delete(id);
    }
    this.#model.selection.setState({ [kind]: ids, option: undefined });
  }

  #sync(): void {
    const { document } = this.#model.patch.getState();
    const { view } = this.#model.graph.getState();
    this.store.setState(state => ({
      nodes: this.#nodes(document, view, state.nodes),
      edges: this.#edges(document, view, state.edges),
    }));
  }

  #nodes(document: PatchDocument, view: GraphView, before: readonly InstanceNode[]): InstanceNode[] {
    const known = new Map(before.map(node => [node.id, node]));
    const selected = this.#model.selection.getState().instances;
    const placed = document.layout.nodes;
    const large = isLarge(view.size, document.mappings.length);
    const homeless = [...view.keys()].some(name => !Object.hasOwn(placed, name));
    const places = homeless ? autoLayout(document) : {};
    return [...view.values()].map(one => {
      const { name } = one.decl;
      const node = known.get(name);
      const layout = Object.hasOwn(placed, name) ? placed[name] : undefined;
      const position = node?.dragging === true ? node.position : this.#placeOf(name, layout, places);
      const drawn = nodeOf(one, node, position, layout?.collapsed === true, selected.has(name));
      return large ? withGuess(drawn) : drawn;
    });
  }

  #placeOf(name: string, layout: Point | undefined, places: Readonly<Record<string, Point>>): Point {
    return this.#dropped.get(name) ?? layout ?? places[name] ?? { x: 0, y: 0 };
  }

  #edges(document: PatchDocument, view: GraphView, before: readonly WireEdge[]): WireEdge[] {
    const known = new Map(before.map(edge => [edge.id, edge]));
    const selected = this.#model.selection.getState().wires;
    return document.mappings.flatMap(mapping => {
      const id = mappingKey(mapping);
      return edgeOf(mapping, id, view, known.get(id), selected.has(id));
    });
  }
}

function nodeOf(
  view: InstanceView,
  before: InstanceNode | undefined,
  at: Point,
  collapsed: boolean,
  selected: boolean,
): InstanceNode {
  const sameData = before?.data.view === view && before.data.collapsed === collapsed;
  const samePlace = before?.position.x === at.x && before.position.y === at.y;
  if (before && sameData && samePlace && before.selected === selected) return before;
  const data = before && sameData ? before.data : { view, collapsed };
  const position = { x: at.x, y: at.y };
  const { name } = view.decl;
  const { handles, ...kept } = before ?? {};
  const guess = sameData && handles ? { handles } : {};
  return { ...kept, ...guess, id: name, type: 'instance', ariaLabel: name, position, data, selected };
}

function edgeOf(
  mapping: MappingDecl,
  id: string,
  view: GraphView,
  before: WireEdge | undefined,
  selected: boolean,
): WireEdge[] {
  if (before?.data?.mapping === mapping && before.selected === selected) {
    if (view.has(before.source) && view.has(before.target)) return [before];
  }
  const [from, to] = [parseChannelRef(mapping.from), parseChannelRef(mapping.to)];
  if (!from || !to || !view.has(from.instance) || !view.has(to.instance)) return [];
  return [
    {
      id,
      type: 'wire',
      ariaLabel: id,
      source: from.instance,
      sourceHandle: `out:${from.channel}`,
      target: to.instance,
      targetHandle: `in:${to.channel}`,
      selected,
      reconnectable: selected,
      data: { mapping, count: wireCount(mapping) },
    },
  ];
}
