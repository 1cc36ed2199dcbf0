import { type Discovery, makeDiscovery, PAGE } from './codec.ts';

/** A source of the network as the window shows it. */
export interface SacnSource {
  readonly cid: string;
  readonly name: string;
  readonly address: string;
  readonly universes: readonly number[];
}

/** Sources tell every 10 s (E131_UNIVERSE_DISCOVERY_INTERVAL); who misses two is gone, ms. */
export const DISCOVERY_INTERVAL = 10_000;
const SILENT = 2.5 * DISCOVERY_INTERVAL;
/** More than any real network has: further ones may be made up. */
const MOST_SOURCES = 1024;

interface Known {
  name: string;
  address: string;
  lastPage: number;
  readonly pages: Map<number, readonly number[]>;
  seen: number;
}

/** The sources that tell what they send. */
export class SourceList {
  readonly #known = new Map<string, Known>();

  /** Take a page in; true when it says something new. */
  take(cid: string, address: string, page: Discovery, now: number): boolean {
    const known = this.#known.get(cid) ?? { name: '', address, lastPage: 0, pages: new Map(), seen: now };
    if (!this.#known.has(cid) && this.#known.size >= MOST_SOURCES) return false;
    const before = known.pages.get(page.page);
    const same = before?.join() === page.universes.join();
    const news =
      !same || known.name !== page.name || known.address !== address || known.lastPage !== page.lastPage;
    Object.assign(known, { name: page.name, address, lastPage: page.lastPage, seen: now });
    known.pages.set(page.page, page.universes);
    for (const number of known.pages.keys()) if (number > page.lastPage) known.pages.delete(number);
    this.#known.set(cid, known);
    return news;
  }

  /** Forget who is silent; true when someone was. */
  expire(now: number): boolean {
    let gone = false;
    for (const [cid, { seen }] of this.#known) {
      if (now - seen <= SILENT) continue;
      this.#known.delete(cid);
      gone = true;
    }
    return gone;
  }

  list(): readonly SacnSource[] {
    return [...this.#known].map(([cid, { name, address, pages }]) => {
      const universes = [...pages].sort(([a], [b]) => a - b).flatMap(([, page]) => page);
      return { cid, name, address, universes };
    });
  }
}

/** The pages that tell which universes we send; none when we send nothing. */
export function discoveryPages(
  cid: Uint8Array,
  name: string,
  universes: Iterable<number>,
): Uint8Array<ArrayBuffer>[] {
  const sorted = [...new Set(universes)].sort((a, b) => a - b);
  const lastPage = Math.ceil(sorted.length / PAGE) - 1;
  return Array.from({ length: lastPage + 1 }, (_, page) =>
    makeDiscovery(cid, { name, page, lastPage, universes: sorted.slice(page * PAGE, (page + 1) * PAGE) }),
  );
}
