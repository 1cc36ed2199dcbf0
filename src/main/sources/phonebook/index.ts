import type { ContactShelf } from '../../../shared/directory/contact-shelf.ts';
import { RowTable } from '../../../shared/directory/row-table.ts';
import type { SourcePlugin } from '../../../shared/plugin/source.ts';
import { neededText } from '../tools/options.ts';
import { tableSource } from '../tools/table-source.ts';

/** A phonebook that all users share. */
export function createPhonebookSource(shelf: ContactShelf): SourcePlugin {
  return {
    manifest: {
      kind: 'source',
      name: 'phonebook',
      title: 'Phonebook',
      summary: 'A shared list that is kept by the program.',
      options: [
        { name: 'phonebook', label: 'Phonebook', help: 'Its name or its id.', kind: 'text', required: true },
      ],
      defaults: { unique_column: 'id' },
    },
    async load(args) {
      await shelf.load();
      const wanted = neededText(args, 'phonebook');
      const idOf = () =>
        shelf.has(wanted) ? wanted : shelf.keys().find(key => shelf.about(key)['name'] === wanted);
      if (idOf() === undefined) throw new Error(`there is no phonebook "${wanted}"`);
      let table: RowTable | undefined;
      const read = () => {
        const id = idOf();
        const rows =
          id === undefined
            ? []
            : shelf
                .book(id)
                .list()
                .map(fields => ({ fields }));
        return new RowTable(rows, { ...args.config, unique_column: 'id' }, args.makeEntry);
      };
      const stop = shelf.onChange(() => {
        table = undefined;
        args.changed();
      });
      return tableSource(() => (table ??= read()), stop);
    },
  };
}
