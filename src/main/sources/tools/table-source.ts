import { messageOf } from '../../../shared/error/coded-error.ts';
import { systemReason } from '../../../shared/error/system-reason.ts';
import { type Row, RowTable } from '../../../shared/directory/row-table.ts';
import type { Source, SourceArgs } from '../../../shared/plugin/source.ts';
import { watchFiles } from './watched-files.ts';

/** What was read: rows, and what is wrong with the rest (empty when nothing is). */
export interface Content {
  readonly rows: readonly Row[];
  readonly fault: string;
}

/** A source over a table that can be exchanged. */
export function tableSource(table: () => RowTable, unload?: () => void): Source {
  return {
    search: (term, { limit }) => table().search(term, limit),
    firstMatch: key => table().firstMatch(key),
    matchAll: keys => table().matchAll(keys),
    list: ids => table().list(ids),
    all: () => table().all(),
    count: () => table().size,
    ...(unload ? { unload } : {}),
  };
}

/**
 * A source over files that are read anew when they change. While they cannot be read the last content is served and
 * the source is degraded; a file that is missing from the start heals when it appears.
 */
export async function fileSource(
  args: SourceArgs,
  files: () => readonly string[],
  read: (signal: AbortSignal) => Promise<Content>,
  every?: number,
): Promise<Source> {
  let table = new RowTable([], args.config, args.makeEntry);
  const readOnce = async () => {
    try {
      const { rows, fault } = await read(args.signal);
      table = new RowTable(rows, args.config, args.makeEntry);
      if (fault === '') args.setStatus('ok');
      else args.setStatus('degraded', fault);
    } catch (thrown) {
      if (args.signal.aborted) return;
      args.setStatus('degraded', `${files()[0] ?? 'its file'} cannot be read: ${reasonOf(thrown)}`);
    }
  };
  // One behind the other: a slow reading must not put old rows in the place of newer ones.
  let reading = Promise.resolve();
  const refresh = () => (reading = reading.then(readOnce));
  const changed = async () => {
    await refresh();
    args.changed();
  };
  const stop = await watchFiles(args.clock, files, changed, every);
  await refresh();
  return tableSource(() => table, stop);
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? systemReason(thrown) : messageOf(thrown);
}
