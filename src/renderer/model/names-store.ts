import { createStore } from 'zustand/vanilla';
import type { ChannelName, NamelessReason, NameTable } from '../../shared/contract/calls/directory.ts';
import { groupBy } from '../../shared/group-by.ts';
import type { Link } from '../link/link.ts';

export interface NamesModel {
  /** By `instance.channel`, canonical spelling. */
  readonly names: ReadonlyMap<string, ChannelName>;
  /** By instance: why bound sources give no names now. */
  readonly missing: ReadonlyMap<string, readonly NamelessReason[]>;
  /** Instances of which at least one channel has a name: their rows are higher. */
  readonly named: ReadonlySet<string>;
}

type Names = NamesModel['names'];

export type NamesStore = ReturnType<typeof createNamesStore>;

/** So many names change at once: their rows are drawn within one frame. */
const SLICE = 60;
/** A patch of thousands of channels has larger slices: most of its rows are not in view. */
const MOST_SLICES = 40;
/** Time for a frame between two slices, ms. */
const PAUSE = 25;

/** What the channels of the patch are called, by the directory. */
export function createNamesStore(link: Link) {
  const store = createStore<NamesModel>(() => ({ names: new Map(), missing: new Map(), named: new Set() }));
  let newest = -1;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const apply = (table: Names, changed: readonly string[], size: number) => {
    const rest = changed.slice(size);
    if (rest.length === 0) return store.setState({ names: table, named: instancesOf(table) });
    store.setState({ names: withSome(store.getState().names, table, changed.slice(0, size)) });
    timer = setTimeout(() => apply(table, rest, size), PAUSE);
  };
  const take = ({ revision, names, missing }: NameTable) => {
    // The answer to a question may be overtaken by the announcement of a newer table.
    if (revision < newest) return;
    newest = revision;
    clearTimeout(timer);
    const state = store.getState();
    if (JSON.stringify(missing) !== JSON.stringify([...state.missing.values()].flat()))
      store.setState({ missing: groupBy(missing, one => one.instance) });
    const table = keepUnchanged(state.names, names);
    const changed = changedKeys(state.names, table);
    if (changed.length === 0) return;
    if (changed.length <= SLICE) return apply(table, changed, SLICE);
    // Nodes take their new height once, and not with each slice: all their wires move with it.
    store.setState({ named: new Set([...state.named, ...instancesOf(table)]) });
    const size = Math.max(SLICE, Math.ceil(changed.length / MOST_SLICES));
    timer = setTimeout(() => apply(table, changed, size), PAUSE);
  };
  link.onOpen(() => {
    newest = -1;
    void link.call('directory.names', {}).then(take, () => undefined);
  });
  link.on('directory.namesChanged', take);
  return store;
}

/** The new table; a name that is as it was keeps its object, so that its row is not drawn again. */
function keepUnchanged(before: Names, list: readonly ChannelName[]): Names {
  return new Map(
    list.map(one => {
      const key = `${one.instance}.${one.channel}`;
      const known = before.get(key);
      return [key, known && sameName(known, one) ? known : one];
    }),
  );
}

function sameName(a: ChannelName, b: ChannelName): boolean {
  return a.name === b.name && a.source === b.source && a.more === b.more && a.personal === b.personal;
}

function instancesOf(names: Names): ReadonlySet<string> {
  return new Set([...names.values()].map(one => one.instance));
}

/** Channels that are called otherwise now, or not at all any more. */
function changedKeys(before: Names, after: Names): readonly string[] {
  const gone = [...before.keys()].filter(key => !after.has(key));
  const others = [...after.keys()].filter(key => after.get(key) !== before.get(key));
  return [...gone, ...others];
}

/** The old table with some of the changes. */
function withSome(before: Names, after: Names, changed: readonly string[]): Names {
  const names = new Map(before);
  for (const key of changed) {
    const name = after.get(key);
    if (name) names.set(key, name);
    else names.delete(key);
  }
  return names;
}

/** How many names of a bundle are told before "+n". */
const TOLD = 2;

/** What the channels behind a row are called together; empty when none of them has a name. */
export function nameOfAll(model: NamesModel, instance: string, channels: readonly string[]): string {
  const [only] = channels;
  if (channels.length === 1) return model.names.get(`${instance}.${only}`)?.name ?? '';
  const names = channels.flatMap(channel => model.names.get(`${instance}.${channel}`)?.name ?? []);
  const told = names.slice(0, TOLD).join(', ');
  return names.length > TOLD ? `${told} +${names.length - TOLD}` : told;
}
