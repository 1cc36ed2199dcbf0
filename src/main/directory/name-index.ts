import type { ChannelName, NamelessReason } from '../../shared/contract/calls/directory.ts';
import { channelKeys, isOfPart } from '../../shared/directory/address.ts';
import { titleOf } from '../../shared/directory/title.ts';
import type { Dispose } from '../../shared/plugin/common.ts';
import type { Entry, Outcome, SourceCatalogue, SourceView } from '../../shared/plugin/source.ts';

/** What one address of a source is called, and how many further entries have that address. */
interface Named {
  readonly entry: Entry;
  readonly name: string;
  more: number;
}

/** How long a source may take to tell all its entries, in ms; names come in the background. */
const ALL_LIMIT = 10_000;

/**
 * Names of channels by address, of every source that is bound to an instance. A name holds for the bound instance (and
 * part of it) alone: the same controller means another thing on another device. Of several entries of one source the
 * first counts, of several sources the first in their order.
 */
export class NameIndex {
  readonly #tables = new Map<string, ReadonlyMap<string, Named>>();
  /** Sources whose entries cannot be listed are asked channel by channel. */
  readonly #asked = new Set<string>();
  readonly #reasons = new Map<string, string>();
  /** Sources whose table is as they are now. */
  readonly #fresh = new Set<string>();
  /** Sources that changed while they were being read. */
  readonly #again = new Set<string>();
  #bound: ReadonlyMap<string, readonly SourceView[]> | undefined;
  readonly #running = new Map<string, Promise<void>>();
  readonly #unsubscribe: Dispose;

  constructor(
    private readonly sources: SourceCatalogue,
    /** Channels of an instance that the running patch uses: what is asked of sources that cannot list. */
    private readonly channels: (instance: string) => readonly string[],
    private readonly onChange: () => void,
  ) {
    this.#unsubscribe = sources.onDidChange(source => this.refresh(source));
  }

  close(): void {
    this.#unsubscribe();
  }

  /** The name of a channel; undefined when no bound source has one (yet). Takes a few microseconds. */
  nameOf(instance: string, channel: string): ChannelName | undefined {
    const { keys, part } = channelKeys(channel);
    for (const source of this.#boundTo(instance)) {
      if (!isOfPart(source.config.bind?.channel, part)) continue;
      const table = this.#tables.get(source.name);
      if (!table) continue;
      for (const key of keys) {
        const named = table.get(key);
        if (named)
          return {
            instance,
            channel,
            name: named.name,
            source: source.name,
            more: named.more,
            personal: false,
          };
      }
    }
    return undefined;
  }

  /** How many further entries of the same source have the address of this one. */
  moreOf(entry: Entry): number {
    const { address } = entry.relations;
    return address === null ? 0 : (this.#tables.get(entry.source)?.get(address)?.more ?? 0);
  }

  /** Why bound sources give no names. */
  missing(): readonly NamelessReason[] {
    return this.sources.list().flatMap(source => {
      const reason = source.state === 'disabled' ? source.message : this.#reasons.get(source.name);
      const instance = source.config.bind?.instance;
      return instance === undefined || reason === undefined
        ? []
        : [{ instance, source: source.name, reason }];
    });
  }

  /** A source changed, or came, or went. */
  refresh(name: string): void {
    const source = this.sources.get(name);
    this.#bound = undefined;
    this.#fresh.delete(name);
    const usable =
      source?.config.bind !== undefined && source.state !== 'disabled' && source.state !== 'failed';
    if (!usable) return this.#forget(name, source);
    void this.#read(name);
  }

  /** The patch uses other channels: sources that are asked one by one are asked again. */
  channelsChanged(): void {
    for (const name of this.#asked) this.refresh(name);
  }

  /** Read every bound source that was not read yet; resolves when their names are there. */
  async settle(): Promise<void> {
    await Promise.all(
      this.sources
        .list()
        .map(source =>
          source.config.bind && !this.#fresh.has(source.name) ? this.#read(source.name) : undefined,
        ),
    );
  }

  /** At most one reading of a source runs; a change meanwhile makes another one after it. */
  #read(name: string): Promise<void> {
    this.#again.add(name);
    const running = this.#running.get(name);
    if (running) return running;
    const reading = this.#readWhileChanging(name).finally(() => {
      this.#running.delete(name);
      this.onChange();
    });
    this.#running.set(name, reading);
    return reading;
  }

  async #readWhileChanging(name: string): Promise<void> {
    while (this.#again.delete(name)) await this.#readOnce(name);
  }

  async #readOnce(name: string): Promise<void> {
    const source = this.sources.get(name);
    if (!source?.config.bind) return;
    const call = { user: 'local', profile: '', timeout: ALL_LIMIT };
    const [outcome] = await this.sources.all([name], call);
    if (outcome?.ok === true) return this.#keep(name, tableOf(outcome.value));
    if (outcome?.reason !== 'unsupported') return this.#fail(name, outcome);
    this.#asked.add(name);
    const keys = this.channels(source.config.bind.instance).flatMap(channel => channelKeys(channel).keys);
    const [matched] = await this.sources.matchAll([name], keys, call);
    if (matched?.ok !== true) return this.#fail(name, matched);
    const named = Object.entries(matched.value).map(([key, entry]) => [key, nameEntry(entry)] as const);
    this.#keep(name, new Map(named));
  }

  #forget(name: string, source: SourceView | undefined): void {
    const had = this.#tables.delete(name);
    this.#asked.delete(name);
    const before = this.#reasons.get(name);
    const reason = source?.config.bind && source.state === 'failed' ? source.message : undefined;
    if (reason === undefined) this.#reasons.delete(name);
    else this.#reasons.set(name, reason);
    if (had || before !== reason || source?.config.bind) this.onChange();
  }

  #keep(name: string, table: ReadonlyMap<string, Named>): void {
    this.#reasons.delete(name);
    this.#tables.set(name, table);
    this.#fresh.add(name);
  }

  #fail(name: string, outcome: Outcome<unknown> | undefined): void {
    this.#tables.delete(name);
    if (outcome?.ok === false) this.#reasons.set(name, outcome.message);
  }

  #boundTo(instance: string): readonly SourceView[] {
    this.#bound ??= boundSources(this.sources.list());
    return this.#bound.get(instance) ?? [];
  }
}

function boundSources(sources: readonly SourceView[]): ReadonlyMap<string, readonly SourceView[]> {
  const bound = new Map<string, SourceView[]>();
  for (const source of sources) {
    const instance = source.config.bind?.instance;
    if (instance === undefined) continue;
    const list = bound.get(instance);
    if (list) list.push(source);
    else bound.set(instance, [source]);
  }
  return bound;
}

function tableOf(entries: readonly Entry[]): Map<string, Named> {
  const table = new Map<string, Named>();
  for (const entry of entries) {
    const { address } = entry.relations;
    if (address === null) continue;
    const known = table.get(address);
    if (known) known.more++;
    else table.set(address, nameEntry(entry));
  }
  return table;
}

function nameEntry(entry: Entry): Named {
  return { entry, name: titleOf(entry), more: 0 };
}
