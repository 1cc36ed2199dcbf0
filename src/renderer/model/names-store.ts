import { createStore } from 'zustand/vanilla';
import type { ChannelName, NamelessReason, NameTable } from '../../shared/contract/calls/directory.ts';
import { groupBy } from './group-by.ts';
import type { Link } from '../link/link.ts';

export interface NamesModel {
  /** By `instance.channel`, canonical spelling. */
  readonly names: ReadonlyMap<string, ChannelName>;
  /** By instance: why bound sources give no names now. */
  readonly missing: ReadonlyMap<string, readonly NamelessReason[]>;
}

export type NamesStore = ReturnType<typeof createNamesStore>;

/** What the channels of the patch are called, by the directory. */
export function createNamesStore(link: Link) {
  const store = createStore<NamesModel>(() => ({ names: new Map(), missing: new Map() }));
  let newest = -1;
  const take = ({ revision, names, missing }: NameTable) => {
    // The answer to a question may be overtaken by the announcement of a newer table.
    if (revision < newest) return;
    newest = revision;
    store.setState(state => ({
      names: keepUnchanged(state.names, names),
      missing: groupBy(missing, one => one.instance),
    }));
  };
  link.onOpen(() => {
    newest = -1;
    void link.call('directory.names', {}).then(take, () => undefined);
  });
  link.on('directory.namesChanged', take);
  return store;
}

/** The new table; a name that is as it was keeps its object, so that its row is not drawn again. */
function keepUnchanged(
  before: ReadonlyMap<string, ChannelName>,
  list: readonly ChannelName[],
): ReadonlyMap<string, ChannelName> {
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
