import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { SourceArgs, SourcePlugin } from '../../../shared/plugin/source.ts';
import { pathOption } from '../tools/options.ts';
import { readCsvFile } from '../tools/read-csv.ts';
import type { Content } from '../tools/content.ts';
import { fileSource } from '../tools/table-source.ts';
import { rowsOfSheet } from './sheet.ts';

/** A collection has some hundred sheets; more files than this are not looked at. */
const MAX_FILES = 5000;
const MAX_DEPTH = 4;
/** A collection seldom changes: it is looked at this often, in ms. */
const LOOK_EVERY = 5000;

/** Sheets in the CSV format of midi.guide: one file of a device, or a folder of many. */
export const midiGuideSource: SourcePlugin = {
  manifest: {
    kind: 'source',
    name: 'midi_guide',
    title: 'MIDI sheets (midi.guide)',
    summary: 'Controllers and parameters of a device, as the sheets of midi.guide list them.',
    options: [
      {
        name: 'file',
        label: 'Sheet or folder',
        help: 'The CSV file of one device; or a folder of many, to search in. Bind a single sheet to its instance.',
        kind: 'file',
        required: true,
        aliases: ['folder'],
      },
    ],
    defaults: {
      unique_column: 'id',
      searched_columns: ['manufacturer', 'device', 'section', 'parameter_name', 'parameter_description'],
      format_columns: { name: '{parameter_name}', reverse: '{parameter_name}' },
    },
  },
  async load(args) {
    const path = pathOption(args, args.config['file'] === undefined ? 'folder' : 'file');
    let files: readonly string[] = [path];
    const read = async (signal: AbortSignal, note: () => Promise<void>): Promise<Content> => {
      const found = await sheetsIn(path);
      // Folders are watched too: a sheet that is added changes them.
      files = [path, ...found.folders, ...found.sheets];
      await note();
      return readSheets(args, found, signal);
    };
    return fileSource(args, () => files, read, LOOK_EVERY);
  },
};

async function readSheets(args: SourceArgs, found: Found, signal: AbortSignal): Promise<Content> {
  const rows: Content['rows'][number][] = [];
  const { sheets: files, faults } = found;
  if (files.length >= MAX_FILES) faults.push(`only the first ${MAX_FILES} files are used`);
  for (const file of files) {
    signal.throwIfAborted();
    try {
      const sheet = await readCsvFile(file, { delimiter: ',', encoding: undefined }, signal);
      const own = rowsOfSheet(sheet.rows);
      for (const row of own.rows) rows.push(row);
      const fault = own.fault || sheet.fault;
      if (fault !== '') faults.push(`${basename(file)}: ${fault}`);
    } catch (thrown) {
      if (files.length === 1 || signal.aborted) throw thrown;
      args.log.warn(`${file} could not be read: ${String(thrown)}`);
      faults.push(`${basename(file)} cannot be read`);
    }
  }
  const more = faults.length > 5 ? ` and ${faults.length - 5} more` : '';
  return { rows, fault: faults.slice(0, 5).join('; ') + more };
}

interface Found {
  readonly sheets: string[];
  /** Those inside the folder that was given. */
  readonly folders: string[];
  readonly faults: string[];
}

/** The CSV files of a folder and of those in it, by name, links to files too; the file itself when it is one. */
async function sheetsIn(path: string): Promise<Found> {
  const found: Found = { sheets: [], folders: [], faults: [] };
  if ((await stat(path)).isDirectory()) await collect(path, found, 0);
  else found.sheets.push(path);
  return found;
}

async function collect(folder: string, into: Found, depth: number): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (into.sheets.length >= MAX_FILES) return;
    if (entry.name.startsWith('.')) continue;
    const inner = join(folder, entry.name);
    if (/\.csv$/i.test(entry.name) && !entry.isDirectory()) into.sheets.push(inner);
    if (!entry.isDirectory() || depth >= MAX_DEPTH) continue;
    into.folders.push(inner);
    await collect(inner, into, depth + 1).catch(() => into.faults.push(`${entry.name} cannot be read`));
  }
}
