import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { SourceArgs, SourcePlugin } from '../../../shared/plugin/source.ts';
import { pathOption } from '../tools/options.ts';
import { readCsvFile } from '../tools/read-csv.ts';
import { type Content, fileSource } from '../tools/table-source.ts';
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
    const read = async (signal: AbortSignal): Promise<Content> => {
      const found = await sheetsIn(path);
      // The folder itself is watched too: a sheet that is added changes it.
      files = [path, ...found];
      return readSheets(args, found, signal);
    };
    return fileSource(args, () => files, read, LOOK_EVERY);
  },
};

async function readSheets(args: SourceArgs, files: readonly string[], signal: AbortSignal): Promise<Content> {
  const rows: Content['rows'][number][] = [];
  const faults: string[] = [];
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

/** The CSV files of a folder and of those in it, by name; the file itself when it is one. */
async function sheetsIn(path: string, depth = 0): Promise<string[]> {
  const found = await stat(path);
  if (found.isFile()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  const sheets: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.') || sheets.length >= MAX_FILES) continue;
    const inner = join(path, entry.name);
    if (entry.isFile() && /\.csv$/i.test(entry.name)) sheets.push(inner);
    else if (entry.isDirectory() && depth < MAX_DEPTH) sheets.push(...(await sheetsIn(inner, depth + 1)));
  }
  return sheets.slice(0, MAX_FILES);
}
