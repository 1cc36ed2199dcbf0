import type { NameTable } from '../../../shared/contract/calls/directory.ts';
import type { LiveChannel } from '../../../shared/contract/calls/devices.ts';
import type { Clock, Dispose } from '../../../shared/plugin/common.ts';
import type { EventBus, ServiceCallable, ServiceRequest } from '../../../shared/plugin/service.ts';
import type { Values } from './describe.ts';
import { Namespace } from './namespace.ts';
import { type News, treeNews } from './tree-news.ts';

/** How often values are looked at while somebody listens, in ms. */
const VALUES_EVERY = 40;
const NO_VALUES: Values = new Float64Array(0);

export interface TreeWorld {
  readonly clock: Clock;
  readonly bus: EventBus;
  readonly services: ReadonlyMap<string, ServiceCallable>;
  onChange(news: readonly News[]): void;
}

interface Snapshot {
  readonly seq: number;
  readonly values?: Values;
}

/** The tree of the running patch, kept up to date, with the values of its channels. */
export class PatchTree {
  namespace = new Namespace([], []);
  readonly #world: TreeWorld;
  readonly #unsubscribe: Dispose;
  #channels: readonly LiveChannel[] = [];
  #names: NameTable['names'] = [];
  /** Up to where values were looked at. */
  #seen: number | undefined;

  constructor(world: TreeWorld) {
    this.#world = world;
    this.#unsubscribe = world.bus.subscribe((event, payload) => {
      if (event === 'devices.channelsChanged') this.#take(payload as readonly LiveChannel[], this.#names);
      if (event === 'directory.namesChanged') this.#take(this.#channels, (payload as NameTable).names);
    });
  }

  async load(): Promise<void> {
    const channels = await this.#ask<readonly LiveChannel[]>('devices', { op: 'channels' });
    const table = await this.#ask<NameTable>('directory', { op: 'names' });
    this.#take(channels ?? [], table?.names ?? []);
  }

  /** Every value that is known now. */
  async values(): Promise<Values> {
    return (await this.#ask<Snapshot>('devices', { op: 'snapshot' }))?.values ?? NO_VALUES;
  }

  /** Give channels values, as [index, value]; in order, and before any that are given later. */
  write(values: readonly (readonly [number, number])[]): void {
    void this.#ask('devices', { op: 'set', values });
  }

  /** Call with the values whenever there may be others, until the end; a look that takes long makes no second one. */
  watch(each: (values: Values) => void): Dispose {
    let busy = false;
    return this.#world.clock.every(VALUES_EVERY, () => {
      if (busy) return;
      busy = true;
      void this.#look(each).finally(() => (busy = false));
    });
  }

  /** Whoever watches is called next time even if nothing happened: somebody new listens. */
  lookAgain(): void {
    this.#seen = undefined;
  }

  close(): void {
    this.#unsubscribe();
  }

  async #look(each: (values: Values) => void): Promise<void> {
    const after = this.#seen;
    this.#seen = -1;
    const snapshot = await this.#ask<Snapshot>('devices', { op: 'snapshot', after });
    // Meanwhile somebody may have asked for another look.
    if (this.#seen === -1) this.#seen = snapshot?.seq;
    if (snapshot?.values) each(snapshot.values);
  }

  #take(channels: readonly LiveChannel[], names: NameTable['names']): void {
    this.#channels = channels;
    this.#names = names;
    const before = this.namespace;
    this.namespace = new Namespace(channels, names);
    this.#world.onChange(treeNews(before.root, this.namespace.root));
  }

  async #ask<T>(service: string, request: ServiceRequest): Promise<T | undefined> {
    const call = { client: 'oscquery', signal: new AbortController().signal };
    try {
      return (await this.#world.services.get(service)?.(request, call)) as T | undefined;
    } catch {
      return undefined;
    }
  }
}
