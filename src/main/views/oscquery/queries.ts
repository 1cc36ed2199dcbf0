import { describe, isAttribute } from './describe.ts';
import type { PatchTree } from './patch-tree.ts';

export interface Answer {
  readonly status: 200 | 204 | 400 | 404;
  readonly body?: object;
}

/** What HOST_INFO says beside what this server can do; read anew for each answer. */
export interface HostFacts {
  readonly name: string;
  /** Where OSC packets are taken; undefined where none are. */
  readonly oscPort: number | undefined;
  readonly port: number;
}

const EXTENSIONS = {
  ...{ ACCESS: true, VALUE: true, RANGE: true, CLIPMODE: true, DESCRIPTION: true, TYPE: true },
  ...{ LISTEN: true, PATH_CHANGED: true, PATH_ADDED: true, PATH_REMOVED: true },
};

/** Answers queries such as `/path`, `/path?VALUE` and `/?HOST_INFO`. */
export class Queries {
  constructor(
    private readonly tree: PatchTree,
    private readonly facts: HostFacts,
  ) {}

  /** `address` is the one by which the client reached us. */
  async answer(target: string, address: string): Promise<Answer> {
    const url = parse(target);
    if (!url) return { status: 400 };
    if (url.attributes.includes('HOST_INFO')) return { status: 200, body: this.#hostInfo(address) };
    const node = this.tree.namespace.find(url.path);
    if (!node) return { status: 404 };
    if (!url.attributes.every(isAttribute)) return { status: 400 };
    const whole = describe(node, await this.tree.values());
    if (url.attributes.length === 0) return { status: 200, body: whole };
    const known = url.attributes.filter(name => Object.hasOwn(whole, name));
    // What was asked for makes no sense for this node.
    if (known.length === 0) return { status: 204 };
    return { status: 200, body: Object.fromEntries(known.map(name => [name, whole[name]])) };
  }

  #hostInfo(address: string): object {
    const { name, oscPort, port } = this.facts;
    const osc = { OSC_IP: address, OSC_PORT: oscPort, OSC_TRANSPORT: 'UDP' };
    return {
      NAME: name,
      ...(oscPort === undefined ? {} : osc),
      WS_IP: address,
      WS_PORT: port,
      EXTENSIONS,
    };
  }
}

/** The path, decoded, and the attributes that are asked for; undefined when it is no target. */
function parse(target: string): { path: string; attributes: readonly string[] } | undefined {
  const [, path = '', query = ''] = /^(\/[^?#]*)(?:\?([^#]*))?/.exec(target) ?? [];
  const attributes = query.split('&').flatMap(one => (one === '' ? [] : (one.split('=', 1)[0] ?? [])));
  try {
    return path === '' ? undefined : { path: decodeURIComponent(path), attributes };
  } catch {
    return undefined;
  }
}
