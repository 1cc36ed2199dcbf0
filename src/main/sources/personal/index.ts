import type { ContactShelf } from '../../../shared/directory/contact-shelf.ts';
import { RowTable } from '../../../shared/directory/row-table.ts';
import { LOCAL_USER } from '../../../shared/directory/request.ts';
import type { QueryArgs, SourcePlugin } from '../../../shared/plugin/source.ts';

/** The entries that a user made: each user finds the own ones alone. */
export function createPersonalSource(shelf: ContactShelf): SourcePlugin {
  return {
    manifest: {
      kind: 'source',
      name: 'personal',
      title: 'Personal entries',
      summary: 'What you added yourself.',
      options: [],
      personal: true,
      defaults: { unique_column: 'id' },
    },
    async load(args) {
      await shelf.load();
      const tables = new Map<string, RowTable>();
      const config = { ...args.config, unique_column: 'id' };
      const tableOf = (user: string) => {
        const known = tables.get(user);
        if (known) return known;
        const rows = shelf.has(user) ? shelf.book(user).list() : [];
        const table = new RowTable(
          rows.map(fields => ({ fields })),
          config,
          args.makeEntry,
        );
        tables.set(user, table);
        return table;
      };
      const of = ({ user }: QueryArgs) => tableOf(user);
      const stop = shelf.onChange(user => {
        tables.delete(user);
        args.changed();
      });
      return {
        search: (term, query) => of(query).search(term, query.limit),
        firstMatch: (key, query) => of(query).firstMatch(key),
        matchAll: (keys, query) => of(query).matchAll(keys),
        list: (ids, query) => of(query).list(ids),
        all: query => of(query).all(),
        count: () => tableOf(LOCAL_USER).size,
        unload: stop,
      };
    },
  };
}
