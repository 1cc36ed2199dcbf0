import { setImmediate as nextTurn } from 'node:timers/promises';
import { messageOf } from '../../../shared/error/coded-error.ts';
import { systemReason } from '../../../shared/error/system-reason.ts';
import { RowTable } from '../../../shared/directory/row-table.ts';
import type { Source, SourceArgs } from '../../../shared/plugin/source.ts';
import type { Content } from './content.ts';
import { expandRows } from './expand-rows.ts';
import { watchFiles } from './watched-files.ts';

/** How long loading a source waits for its files, in ms: well below what a source may take to load. */
const FIRST_WAIT = 2500;

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
 * the source is degraded; a file that is missing from the start heals when it appears. A `read` that finds further
 * files calls `note` before it reads them.
 */
export async function fileSource(
  args: SourceArgs,
  files: () => readonly string[],
  read: (signal: AbortSignal, note: () => Promise<void>) => Promise<Content>,
  every?: number,
): Promise<Source> {
  let table = new RowTable([], args.config, args.makeEntry);
  const readOnce = async () => {
    try {
      const { rows, fault } = expandRows(await read(args.signal, () => watched.note()));
      const next = new RowTable(rows, args.config, args.makeEntry);
      for (const _ of next.prepare()) await nextTurn();
      args.signal.throwIfAborted();
      table = next;
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
  const watched = await watchFiles(args.clock, files, changed, every);
  if (!(await isDoneWithin(args, refresh()))) {
    args.setStatus('degraded', 'it is still being read');
    void reading.then(() => args.changed());
  }
  const source = tableSource(() => table, watched.stop);
  // Whoever wants everything waits for it: names that are there must not go while the files are read again.
  return { ...source, all: () => reading.then(() => table.all()) };
}

/** True when a first reading ends in time for the source to load; one of thousands of files goes on behind it. */
async function isDoneWithin({ clock }: SourceArgs, first: Promise<void>): Promise<boolean> {
  let stop = (): void => undefined;
  const late = new Promise<false>(resolve => (stop = clock.after(FIRST_WAIT, () => resolve(false))));
  const done = await Promise.race([first.then(() => true), late]);
  stop();
  return done;
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? systemReason(thrown) : messageOf(thrown);
}
