import type { ChannelName } from '../../../shared/contract/calls/directory.ts';
import type { LiveChannel } from '../../../shared/contract/calls/devices.ts';

/** Who may do what with a node, as OSCQuery numbers it. */
export const ACCESS = { none: 0, read: 1 } as const;

/** What OSC forbids in a part of an address (OSC 1.0, "OSC address spaces"). */
const FORBIDDEN = /[\s#*,/?[\]{}]/g;

/** A node with a value. */
export interface Leaf {
  readonly path: string;
  /** Place of its value in value frames. */
  readonly index: number;
  readonly description: string;
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
    for (const channel of channels) {
      const path = pathOf(channel.instance, channel.channel);
      const raw = `${channel.instance}.${channel.channel}`;
      const name = named.get(raw);
      this.#add({ path, index: channel.index, description: name === undefined ? raw : `${name} (${raw})` });
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
export function pathOf(instance: string, channel: string): string {
  const parts = channel.split('/').filter(part => part !== '');
  return [instance, ...parts].map(part => `/${part.replace(FORBIDDEN, '_')}`).join('');
}

/** A node as JSON, with all that is below it. `value` gives what is known of a channel, undefined when nothing is. */
export function describe(node: Node, value: (index: number) => number | undefined): Record<string, unknown> {
  const { path, children, leaf } = node;
  const contents = Object.fromEntries([...children].map(([name, child]) => [name, describe(child, value)]));
  const now = leaf && value(leaf.index);
  return {
    FULL_PATH: path,
    ACCESS: leaf ? ACCESS.read : ACCESS.none,
    ...(leaf ? { TYPE: 'f', RANGE: [{ MIN: 0, MAX: 1 }], DESCRIPTION: leaf.description } : {}),
    ...(now === undefined ? {} : { VALUE: [now] }),
    ...(children.size > 0 ? { CONTENTS: contents } : {}),
  };
}
