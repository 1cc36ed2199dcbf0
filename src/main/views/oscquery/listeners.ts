import { z } from 'zod';
import type { WebSocket } from 'ws';
import type { Dispose } from '../../../shared/plugin/common.ts';
import { oscFloat } from './osc-float.ts';
import type { PatchTree } from './patch-tree.ts';

/** Addresses that one client may listen to. */
const MAX_LISTENED = 10_000;
/** A client that lets this much (bytes) pile up misses values; the next ones are newer. */
const BACKLOG = 1 << 20;

const command = z.object({ COMMAND: z.string().max(50), DATA: z.unknown() });

/** One client: which addresses it listens to, and what it was last told of each. */
class Listener {
  readonly told = new Map<string, number | undefined>();
  constructor(readonly socket: WebSocket) {}
}

/** Clients on WebSockets: LISTEN and IGNORE, values as OSC packets, news of the tree. */
export class Listeners {
  readonly #listeners = new Set<Listener>();
  #stopWatch: Dispose | undefined;

  constructor(private readonly tree: PatchTree) {}

  add(socket: WebSocket): void {
    const listener = new Listener(socket);
    this.#listeners.add(listener);
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      this.#listeners.delete(listener);
      this.#watch();
    });
    socket.on('message', (data, binary) => {
      if (!binary) this.#obey(listener, String(data));
    });
  }

  /** The tree is another: clients read it again. */
  treeChanged(): void {
    const news = JSON.stringify({ COMMAND: 'PATH_CHANGED', DATA: '/' });
    for (const { socket } of this.#listeners) if (socket.readyState === socket.OPEN) socket.send(news);
  }

  close(): void {
    this.#stopWatch?.();
    for (const { socket } of this.#listeners) socket.terminate();
  }

  #obey(listener: Listener, text: string): void {
    const parsed = command.safeParse(parseJson(text));
    const path = parsed.success ? parsed.data.DATA : undefined;
    if (!parsed.success || typeof path !== 'string') return;
    if (parsed.data.COMMAND === 'LISTEN' && this.tree.namespace.leaves.has(path)) {
      if (listener.told.size < MAX_LISTENED) listener.told.set(path, undefined);
    } else if (parsed.data.COMMAND === 'IGNORE') listener.told.delete(path);
    this.#watch();
  }

  /** Values are looked at only while somebody listens. */
  #watch(): void {
    const wanted = [...this.#listeners].some(listener => listener.told.size > 0);
    if (wanted) this.#stopWatch ??= this.tree.watch(values => this.#send(values));
    else {
      this.#stopWatch?.();
      this.#stopWatch = undefined;
    }
  }

  #send(values: ReadonlyMap<number, number>): void {
    const { leaves } = this.tree.namespace;
    for (const { socket, told } of this.#listeners) {
      if (socket.readyState !== socket.OPEN || socket.bufferedAmount > BACKLOG) continue;
      for (const [path, last] of told) {
        const leaf = leaves.get(path);
        const value = leaf && values.get(leaf.index);
        if (value === undefined || value === last) continue;
        told.set(path, value);
        socket.send(oscFloat(path, value));
      }
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
