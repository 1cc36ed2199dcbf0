import type { JsonValue } from '../../../shared/patch/document.ts';
import { isList, isObject } from '../../../shared/patch/json.ts';
import type { Row } from '../../../shared/directory/row-table.ts';
import type { SourcePlugin } from '../../../shared/plugin/source.ts';
import { tellMissing } from '../tools/missing-columns.ts';
import { pathOption, textOption } from '../tools/options.ts';
import { readWholeText } from '../tools/read-text.ts';
import type { Content } from '../tools/content.ts';
import { fileSource } from '../tools/table-source.ts';

/** A JSON file: a list of objects, or an object that has such a list somewhere. */
export const jsonSource: SourcePlugin = {
  manifest: {
    kind: 'source',
    name: 'json',
    title: 'JSON file',
    summary: 'A list of objects in a JSON file.',
    options: [
      {
        name: 'file',
        label: 'File',
        help: 'A relative path starts at the folder of the patch.',
        kind: 'file',
        required: true,
      },
      {
        name: 'path',
        label: 'Where the list is',
        help: 'Names on the way to the list, joined by dots: "device.controls". Empty when the file is the list.',
        kind: 'text',
      },
    ],
  },
  load(args) {
    const file = pathOption(args, 'file');
    const path = textOption(args, 'path')?.split('.') ?? [];
    return fileSource(
      args,
      () => [file],
      async signal => {
        const content = JSON.parse(await readWholeText(file, undefined, signal)) as JsonValue;
        return tellMissing(rowsOf(content, path), args.config);
      },
    );
  },
};

function rowsOf(content: JsonValue, path: readonly string[]): Content {
  const list = path.reduce<JsonValue | undefined>(
    (value, step) => (isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined),
    content,
  );
  if (!isList(list))
    throw new TypeError(path.length === 0 ? 'it is no list' : `there is no list at ${path.join('.')}`);
  const rows: Row[] = list.filter(isObject).map(fields => ({ fields }));
  const wrong = list.length - rows.length;
  return { rows, fault: wrong === 0 ? '' : `${wrong} items of the list are no objects` };
}
