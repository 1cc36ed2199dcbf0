import type { ChannelName } from '../../../shared/contract/calls/directory.ts';
import type { LiveChannel } from '../../../shared/contract/calls/devices.ts';

/** What OSC forbids in a part of an address (OSC 1.0, "OSC address spaces"). */
const FORBIDDEN = /[\s#*,/?[\]{}]/g;

/** A node with a value. */
export interface Leaf {
  readonly path: string;
  /** The channel: place of its value in snapshots. */
  readonly index: number;
  readonly description: string;
  /** Clients may give it values. */
  readonly writable: boolean;
}

/** A node of the tree. */
export interface Node {
  readonly path: string;
  readonly children: Map<string, Node>;
  leaf?: Leaf;
}

/** The patch as a tree of addresses: `/instance/channel`; the slashes of OSC channels make further levels. */
export class Namespace {
  readonly root: Node = { path: '/', children: new Map() };
  readonly leaves = new Map<string, Leaf>();

  constructor(channels: readonly LiveChannel[], names: readonly ChannelName[]) {
    const named = new Map(names.map(one => [`${one.instance}.${one.channel}`, one.name]));
    for (const { instance, channel, index, writable = false } of channels) {
      const raw = `${instance}.${channel}`;
      const name = named.get(raw);
      const description = name === undefined ? raw : `${name} (${raw})`;
      this.#add({ path: pathOf(instance, channel), index, description, writable });
    }
  }

  find(path: string): Node | undefined {
    let node: Node | undefined = this.root;
    for (const part of path.split('/')) if (part !== '') node = node?.children.get(part);
    return node;
  }

  /** Two channels whose names differ in forbidden letters only: the first one keeps the address. */
  #add(leaf: Leaf): void {
    if (this.leaves.has(leaf.path)) return;
    this.leaves.set(leaf.path, leaf);
    let node = this.root;
    for (const part of leaf.path.split('/').slice(1)) {
      const known = node.children.get(part);
      const next: Node = known ?? {
        path: node.path === '/' ? `/${part}` : `${node.path}/${part}`,
        children: new Map(),
      };
      node.children.set(part, next);
      node = next;
    }
    node.leaf = leaf;
  }
}

/** The OSC address of a channel. */
function pathOf(instance: string, channel: string): string {
  const parts = channel.split('/').filter(part => part !== '');
  return [instance, ...parts].map(part => `/${part.replace(FORBIDDEN, '_')}`).join('');
}
