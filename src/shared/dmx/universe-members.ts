import type { InstanceCounters } from '../plugin/backend.ts';

/** A universe that shares a socket with others. */
export interface UniverseMember {
  readonly counters: InstanceCounters;
  opened(): void;
  /** The socket is not open; the next attempt is in `retryMs`. */
  failed(reason: string, retryMs: number): void;
  tick(now: number): void;
}

/** The universes that share a socket, and how that socket is. Several members may have the same universe. */
export class UniverseMembers<M extends UniverseMember> {
  readonly #all: M[] = [];
  readonly #byUniverse = new Map<number, M[]>();
  #open = false;
  /** Why the socket is not open, once that is known. */
  #fault: { readonly reason: string; readonly retryMs: number } | undefined;

  constructor(private readonly universeOf: (member: M) => number) {}

  get all(): readonly M[] {
    return this.#all;
  }

  of(universe: number): readonly M[] | undefined {
    return this.#byUniverse.get(universe);
  }

  /** Take a universe in and tell it at once how the socket is, when that is known. */
  add(member: M): void {
    this.#all.push(member);
    const universe = this.universeOf(member);
    const list = this.#byUniverse.get(universe);
    if (list) list.push(member);
    else this.#byUniverse.set(universe, [member]);
    if (this.#open) member.opened();
    else if (this.#fault) member.failed(this.#fault.reason, this.#fault.retryMs);
  }

  remove(member: M): void {
    const universe = this.universeOf(member);
    const list = this.#byUniverse.get(universe) ?? [];
    drop(this.#all, member);
    drop(list, member);
    if (list.length === 0) this.#byUniverse.delete(universe);
  }

  opened(): void {
    this.#open = true;
    this.#fault = undefined;
    for (const member of this.#all) member.opened();
  }

  failed(reason: string, retryMs: number): void {
    this.#open = false;
    this.#fault = { reason, retryMs };
    for (const member of this.#all) member.failed(reason, retryMs);
  }

  /** A packet arrived that nobody can read. */
  malformed(): void {
    for (const member of this.#all) member.counters.malformed++;
  }

  tick(now: number): void {
    for (const member of this.#all) member.tick(now);
  }
}

function drop<T>(list: T[], item: T): void {
  const at = list.indexOf(item);
  if (at >= 0) list.splice(at, 1);
}
