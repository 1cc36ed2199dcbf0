import { addressOfChannel } from '../../../shared/directory/address.ts';
import { RowTable } from '../../../shared/directory/row-table.ts';
import type { Dispose } from '../../../shared/plugin/common.ts';
import type { SourcePlugin } from '../../../shared/plugin/source.ts';
import { tableSource } from '../tools/table-source.ts';

/** What the source uses of the running patch. */
export interface PatchChannels {
  channels(): readonly {
    readonly instance: string;
    readonly channel: string;
    readonly name: string | undefined;
  }[];
  onChange(listener: () => void): Dispose;
}

/** The channels of the running patch: whatever is on the canvas can be found by its name. */
export function createInstancesSource(patch: PatchChannels): SourcePlugin {
  return {
    manifest: {
      kind: 'source',
      name: 'instances',
      title: 'This patch',
      summary: 'The channels that the patch uses now.',
      options: [],
      binds: false,
      defaults: { unique_column: 'id', searched_columns: ['name', 'instance', 'channel'] },
    },
    load(args) {
      let table: RowTable | undefined;
      const read = () => {
        const rows = patch.channels().map(({ instance, channel, name = '' }) => {
          const id = `${instance}.${channel}`;
          const { address } = addressOfChannel(channel);
          return {
            fields: { id, name: name === '' ? id : name, instance, channel },
            relations: { instance, channel, address },
          };
        });
        return new RowTable(rows, args.config, args.makeEntry);
      };
      const stop = patch.onChange(() => {
        if (!table) return;
        table = undefined;
        args.changed();
      });
      return tableSource(() => (table ??= read()), stop);
    },
  };
}
