import { channelNames } from '../../model/channel-resolver.ts';
import type { Model } from '../../model/model.ts';
import { nodeSize } from './node-size.ts';
import type { FlowState, FlowStore } from './flow-store.ts';
import type { InstanceNode, WireEdge } from './flow-types.ts';

type Transform = readonly [number, number, number];

/** Values move the bars at most this often, in milliseconds. */
const PICTURE = 33;
/** Names are drawn from this height of letters on, in pixels on the screen. */
const READABLE = 7;
const NAME_SIZE = 44;
const ROW = 24;
const HEAD = 46;

interface Colours {
  readonly canvas: string;
  readonly node: string;
  readonly border: string;
  readonly accent: string;
  readonly text: string;
  family(name: string): string;
}

/**
 * The whole patch drawn on one canvas, for zooms at which nothing of a node could be read. A still layer holds boxes
 * and wires and is drawn again only when the view or the patch changes; the bars of the values lie over it.
 */
export class OverviewPainter {
  readonly #canvas: HTMLCanvasElement;
  readonly #still = document.createElement('canvas');
  readonly #model: Model;
  readonly #flow: FlowStore;
  readonly #transform: () => Transform;
  #key = '';
  #drawn: FlowState | undefined;
  #bars: readonly Int32Array[] = [];
  #barsOf: unknown;
  #painted = 0;
  #frame = 0;

  constructor(canvas: HTMLCanvasElement, model: Model, flow: FlowStore, transform: () => Transform) {
    this.#canvas = canvas;
    this.#model = model;
    this.#flow = flow;
    this.#transform = transform;
  }

  start(): () => void {
    this.#frame = requestAnimationFrame(this.#step);
    return () => cancelAnimationFrame(this.#frame);
  }

  readonly #step = (now: number): void => {
    this.#frame = requestAnimationFrame(this.#step);
    const changed = this.#drawStill();
    if (!changed && now - this.#painted < PICTURE) return;
    this.#painted = now;
    this.#drawBars();
  };

  /** True when the still layer had to be drawn again. */
  #drawStill(): boolean {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const transform = this.#transform();
    const state = this.#flow.store.getState();
    const theme = document.documentElement.dataset['theme'] ?? '';
    const key = `${transform.join()} ${width} ${height} ${devicePixelRatio} ${theme}`;
    if (key === this.#key && state === this.#drawn) return false;
    this.#key = key;
    this.#drawn = state;
    for (const canvas of [this.#canvas, this.#still]) {
      canvas.width = Math.round(width * devicePixelRatio);
      canvas.height = Math.round(height * devicePixelRatio);
    }
    const context = this.#still.getContext('2d', { alpha: false });
    if (!context) return false;
    const colours = coloursOf(this.#canvas);
    context.fillStyle = colours.canvas;
    context.fillRect(0, 0, this.#still.width, this.#still.height);
    place(context, transform);
    this.#drawWires(context, state, colours);
    for (const node of state.nodes) this.#drawNode(context, node, transform[2], colours);
    return true;
  }

  #drawWires(context: CanvasRenderingContext2D, { nodes, edges }: FlowState, colours: Colours): void {
    const byId = new Map(nodes.map(node => [node.id, node]));
    const paths = new Map<string, Path2D>();
    for (const edge of edges) {
      const [from, to] = [byId.get(edge.source), byId.get(edge.target)];
      if (!from || !to) continue;
      const family = edge.selected === true ? 'accent' : this.#familyOf(from);
      const path = paths.get(family) ?? new Path2D();
      paths.set(family, path);
      curve(path, from, to, edge);
    }
    context.lineWidth = 1.2 / this.#transform()[2];
    for (const [family, path] of paths) {
      context.globalAlpha = family === 'accent' ? 1 : 0.45;
      context.strokeStyle = family === 'accent' ? colours.accent : colours.family(family);
      context.stroke(path);
    }
    context.globalAlpha = 1;
  }

  #drawNode(context: CanvasRenderingContext2D, node: InstanceNode, zoom: number, colours: Colours): void {
    const { x, y } = node.position;
    const { width, height } = nodeSize(node);
    const family = colours.family(this.#familyOf(node));
    context.fillStyle = colours.node;
    context.fillRect(x, y, width, height);
    context.fillStyle = family;
    context.fillRect(x, y, width, 10);
    context.lineWidth = (node.selected === true ? 2 : 1) / zoom;
    context.strokeStyle = node.selected === true ? colours.accent : colours.border;
    context.strokeRect(x, y, width, height);
    if (NAME_SIZE * zoom < READABLE) return;
    context.fillStyle = colours.text;
    context.font = `600 ${NAME_SIZE}px system-ui, sans-serif`;
    context.fillText(node.id, x + 12, y + 16 + NAME_SIZE, width - 24);
  }

  #familyOf(node: InstanceNode): string {
    return this.#model.devices.getState().manifests.get(node.data.view.decl.backend)?.family ?? 'virtual';
  }

  #drawBars(): void {
    const context = this.#canvas.getContext('2d', { alpha: false });
    if (!context || !this.#drawn) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.#still, 0, 0);
    place(context, this.#transform());
    context.fillStyle = getComputedStyle(this.#canvas).color;
    const { live } = this.#model;
    const bars = this.#indexes(this.#drawn);
    this.#drawn.nodes.forEach(({ position }, at) => {
      bars[at]?.forEach((index, row) => {
        const value = live.get(index);
        if (value > 0) context.fillRect(position.x + 12, position.y + HEAD + row * ROW + 8, 216 * value, 10);
      });
    });
  }

  /** The first channel of every row, by node. */
  #indexes({ nodes }: FlowState): readonly Int32Array[] {
    const { indexOf } = this.#model.devices.getState();
    if (this.#barsOf === nodes) return this.#bars;
    this.#barsOf = nodes;
    this.#bars = nodes.map(({ data: { view, collapsed } }) => {
      const rows = collapsed ? [] : view.rows;
      const names = rows.map(row => `${view.decl.name}.${channelNames(row.spec, undefined)[0] ?? ''}`);
      return Int32Array.from(names, name => indexOf.get(name) ?? -1);
    });
    return this.#bars;
  }
}

function place(context: CanvasRenderingContext2D, [x, y, zoom]: Transform): void {
  const scale = devicePixelRatio;
  context.setTransform(zoom * scale, 0, 0, zoom * scale, x * scale, y * scale);
}

function curve(path: Path2D, from: InstanceNode, to: InstanceNode, edge: WireEdge): void {
  const start = { x: from.position.x + nodeSize(from).width, y: rowHeight(from, edge.sourceHandle) };
  const end = { x: to.position.x, y: rowHeight(to, edge.targetHandle) };
  const bend = Math.max(40, Math.abs(end.x - start.x) / 2);
  path.moveTo(start.x, start.y);
  path.bezierCurveTo(start.x + bend, start.y, end.x - bend, end.y, end.x, end.y);
}

function rowHeight(node: InstanceNode, handle: string | null | undefined): number {
  const spec = handle?.slice(handle.indexOf(':') + 1);
  const row = Math.max(
    0,
    node.data.view.rows.findIndex(one => one.spec === spec),
  );
  return node.position.y + (node.data.collapsed ? HEAD / 2 : HEAD + 14 + row * ROW);
}

function coloursOf(element: HTMLElement): Colours {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const families = new Map<string, string>();
  return {
    canvas: read('canvas'),
    node: read('node'),
    border: read('border-strong'),
    accent: read('accent'),
    text: read('text'),
    family: name => {
      const known = families.get(name) ?? read(name);
      families.set(name, known);
      return known;
    },
  };
}
