import type { NodePort, PollReply } from './poll-reply.ts';

/** A node of the network as the window shows it. */
export interface ArtnetNode {
  readonly address: string;
  readonly shortName: string;
  readonly longName: string;
  readonly report: string;
  readonly ports: readonly NodePort[];
}

/** Polls go out every 3 s; who misses three is gone, ms. */
const SILENT = 10_000;
/** More replies than any real network has are not remembered: they may be made up. */
const MOST = 4096;

interface Page {
  readonly address: string;
  readonly reply: PollReply;
  readonly text: string;
  seen: number;
}

/** The nodes that answer polls. Replies of one address are pages of one node. */
export class NodeList {
  readonly #pages = new Map<string, Page>();

  /** Take a reply in; true when it says something new. */
  take(address: string, reply: PollReply, now: number): boolean {
    const key = `${address}/${reply.bindIndex}`;
    const { report: _changing, ...lasting } = reply;
    const text = JSON.stringify(lasting);
    const known = this.#pages.get(key);
    if (!known && this.#pages.size >= MOST) return false;
    this.#pages.set(key, { address, reply, text, seen: now });
    return known?.text !== text;
  }

  /** Forget who is silent; true when someone was. */
  expire(now: number): boolean {
    let gone = false;
    for (const [key, page] of this.#pages) {
      if (now - page.seen <= SILENT) continue;
      this.#pages.delete(key);
      gone = true;
    }
    return gone;
  }

  list(): readonly ArtnetNode[] {
    const nodes = new Map<string, ArtnetNode>();
    for (const { address, reply } of this.#pages.values()) {
      const before = nodes.get(address);
      const ports = [...(before?.ports ?? []), ...reply.ports];
      const { shortName, longName, report } = before ?? reply;
      nodes.set(address, { address, shortName, longName, report, ports });
    }
    return [...nodes.values()];
  }
}
