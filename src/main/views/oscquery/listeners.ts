import type { Duplex } from 'node:stream';
import { z } from 'zod';
import type { WebSocket } from 'ws';
import type { Clock, Dispose } from '../../../shared/plugin/common.ts';
import { Listener } from './listener.ts';
import type { OscInput } from './osc-input.ts';
import type { PatchTree } from './patch-tree.ts';
import type { News } from './tree-news.ts';

const command = z.object({ COMMAND: z.string().max(50), DATA: z.unknown() });

export interface ListenersWorld {
  readonly clock: Clock;
  readonly tree: PatchTree;
  readonly input: OscInput;
}

/** A WebSocket of a client that was let in. */
export interface Joined {
  readonly socket: WebSocket;
  readonly stream: Duplex;
  /** The client's address. */
  readonly host: string;
  /** Answer a query such as `/path?VALUE`, as over HTTP; undefined when there is no answer. */
  query(target: string): Promise<object | undefined>;
}

/** Clients on WebSockets: LISTEN and IGNORE, OSC packets both ways, queries, news of the tree. */
export class Listeners {
  readonly #listeners = new Set<Listener>();
  #stopWatch: Dispose | undefined;

  constructor(private readonly world: ListenersWorld) {}

  get size(): number {
    return this.#listeners.size;
  }

  add({ socket, stream, host, query }: Joined): void {
    const listener = new Listener(socket, stream, host);
    this.#listeners.add(listener);
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      this.#listeners.delete(listener);
      this.#watch();
    });
    socket.on('message', (data, binary) => {
      const bytes = data as Buffer;
      if (binary) this.world.input.packet(bytes, ({ path }, value) => listener.wrote(path, value));
      else if (bytes[0] === SLASH) void this.#answer(listener, query(bytes.toString()));
      else this.#obey(listener, bytes.toString());
    });
  }

  /** A datagram. */
  datagram(bytes: Uint8Array, from: string): void {
    const now = this.world.clock.now();
    this.world.input.packet(bytes, ({ path }) => {
      for (const listener of this.#listeners) if (listener.host === from) listener.hostWrote(path, now);
    });
  }

  treeChanged(news: readonly News[]): void {
    const texts = news.map(one => JSON.stringify(one));
    for (const listener of this.#listeners) {
      listener.follow(this.world.tree.namespace);
      for (const text of texts) listener.tell(text);
    }
    this.world.tree.lookAgain();
  }

  close(): void {
    this.#stopWatch?.();
    for (const listener of this.#listeners) listener.close();
  }

  #obey(listener: Listener, text: string): void {
    const parsed = command.safeParse(parseJson(text));
    const path = parsed.success ? parsed.data.DATA : undefined;
    if (!parsed.success || typeof path !== 'string') return;
    const { tree } = this.world;
    const leaf = tree.namespace.leaves.get(path);
    if (parsed.data.COMMAND === 'LISTEN' && leaf) listener.listen(leaf);
    else if (parsed.data.COMMAND === 'IGNORE') listener.ignore(path);
    tree.lookAgain();
    this.#watch();
  }

  async #answer(listener: Listener, answer: Promise<object | undefined>): Promise<void> {
    const body = await answer.catch(() => undefined);
    if (body) listener.tell(JSON.stringify(body));
  }

  /** Values are looked at only while somebody listens. */
  #watch(): void {
    const wanted = [...this.#listeners].some(listener => listener.listens);
    if (wanted) this.#stopWatch ??= this.world.tree.watch(values => this.#send(values));
    else {
      this.#stopWatch?.();
      this.#stopWatch = undefined;
    }
  }

  #send(values: Float64Array): void {
    const now = this.world.clock.now();
    let waits = false;
    for (const listener of this.#listeners) if (listener.sendValues(values, now)) waits = true;
    if (waits) this.world.tree.lookAgain();
  }
}

const SLASH = 47;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
