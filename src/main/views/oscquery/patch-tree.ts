import type { NameTable } from '../../../shared/contract/calls/directory.ts';
import type { LiveChannel } from '../../../shared/contract/calls/devices.ts';
import type { Clock, Dispose } from '../../../shared/plugin/common.ts';
import type { EventBus, ServiceCallable } from '../../../shared/plugin/service.ts';
import { Namespace } from './namespace.ts';

/** How often values are looked at while somebody listens, in ms. */
const VALUES_EVERY = 40;

export interface TreeWorld {
  readonly clock: Clock;
  readonly bus: EventBus;
  readonly services: ReadonlyMap<string, ServiceCallable>;
  onChange(): void;
}

/** The tree of the running patch, kept up to date, with the values of its channels. */
export class PatchTree {
  namespace = new Namespace([], []);
  readonly #world: TreeWorld;
  readonly #stops: Dispose[] = [];
  #channels: readonly LiveChannel[] = [];
  #names: NameTable['names'] = [];

  constructor(world: TreeWorld) {
    this.#world = world;
    const unsubscribe = world.bus.subscribe((event, payload) => {
      if (event === 'devices.channelsChanged') this.#take(payload as readonly LiveChannel[], this.#names);
      if (event === 'directory.namesChanged') this.#take(this.#channels, (payload as NameTable).names);
    });
    this.#stops.push(unsubscribe);
  }

  async load(): Promise<void> {
    const channels = (await this.#ask('devices', 'channels')) as readonly LiveChannel[] | undefined;
    const table = (await this.#ask('directory', 'names')) as NameTable | undefined;
    this.#take(channels ?? [], table?.names ?? []);
  }

  /** Every value that is known now, by index. */
  async values(): Promise<ReadonlyMap<number, number>> {
    return new Map(((await this.#ask('devices', 'values')) ?? []) as [number, number][]);
  }

  /** Call with the values again and again, until the end; a look that takes long makes no second one. */
  watch(each: (values: ReadonlyMap<number, number>) => void): Dispose {
    let busy = false;
    return this.#world.clock.every(VALUES_EVERY, () => {
      if (busy) return;
      busy = true;
      void this.values()
        .then(each)
        .finally(() => (busy = false));
    });
  }

  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  #take(channels: readonly LiveChannel[], names: NameTable['names']): void {
    this.#channels = channels;
    this.#names = names;
    this.namespace = new Namespace(channels, names);
    this.#world.onChange();
  }

  async #ask(service: string, op: string): Promise<unknown> {
    const call = { client: 'oscquery', signal: new AbortController().signal };
    try {
      return await this.#world.services.get(service)?.({ op }, call);
    } catch {
      return undefined;
    }
  }
}
