import type { SourcePlugin } from '../../../shared/plugin/source.ts';
import { tellMissing } from '../tools/missing-columns.ts';
import { pathOption, textOption } from '../tools/options.ts';
import { readCsvFile } from '../tools/read-csv.ts';
import { fileSource } from '../tools/table-source.ts';

/** A CSV file: the first line names the columns. It is read again when it changes. */
export const csvSource: SourcePlugin = {
  manifest: {
    kind: 'source',
    name: 'csv',
    title: 'CSV file',
    summary: 'A table in a text file, such as a sheet of controls exported from a spreadsheet.',
    options: [
      {
        name: 'file',
        label: 'File',
        help: 'A relative path starts at the folder of the patch.',
        kind: 'file',
        required: true,
      },
      {
        name: 'separator',
        label: 'Separator',
        help: 'What stands between two cells; "tab" for a tabulator.',
        kind: 'text',
        default: ',',
        aliases: ['delimiter'],
      },
      {
        name: 'encoding',
        label: 'Encoding',
        help: 'For example utf-8, windows-1252, utf-16le; a byte order mark in the file counts more.',
        kind: 'text',
        default: 'utf-8',
        advanced: true,
      },
    ],
  },
  load(args) {
    const file = pathOption(args, 'file');
    const given = textOption(args, 'separator') ?? textOption(args, 'delimiter') ?? ',';
    const delimiter = given === 'tab' || given === '\\t' ? '\t' : given;
    if (/["\r\n]/.test(delimiter)) throw new TypeError('a separator has no quotes and no line ends');
    const encoding = textOption(args, 'encoding');
    return fileSource(
      args,
      () => [file],
      async signal => {
        const { rows, fault } = await readCsvFile(file, { delimiter, encoding }, signal);
        return tellMissing({ rows: rows.map(fields => ({ fields })), fault }, args.config);
      },
    );
  },
};
