import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { JsonValue } from '../../../shared/patch/document.ts';
import { isObject } from '../../../shared/patch/json.ts';
import { parsePatch } from '../../../shared/patch/parse.ts';

export interface Example {
  readonly path: string;
  readonly title: string;
  readonly summary: string;
}

/** The patches and MIDIMonster files of a folder and of the folders in it, by file name. A missing folder has none. */
export async function listExamples(folder: string): Promise<readonly Example[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
  const inner = entries.filter(entry => entry.isDirectory()).map(entry => join(folder, entry.name));
  const folders = await Promise.all(
    inner.map(async path => (await readdir(path).catch((): string[] => [])).map(name => join(path, name))),
  );
  const paths = [...entries.map(entry => join(folder, entry.name)), ...folders.flat()];
  const wanted = paths.filter(path => ['.crosspatch', '.cfg'].includes(extname(path)));
  const found = await Promise.all(wanted.sort(byName).map(readExample));
  return found.filter(example => example !== undefined);
}

function byName(a: string, b: string): number {
  return basename(a) < basename(b) ? -1 : 1;
}

async function readExample(path: string): Promise<Example | undefined> {
  try {
    const text = await readFile(path, 'utf8');
    const about = extname(path) === '.cfg' ? aboutCfg(text) : aboutPatch(text, path);
    return { path, title: about.title || basename(path, extname(path)), summary: about.summary };
  } catch {
    return undefined;
  }
}

/** The section `about` of a patch: title and summary. */
function aboutPatch(text: string, path: string): Omit<Example, 'path'> {
  const { about } = parsePatch(text, basename(path)).document.sections as { readonly about?: JsonValue };
  const { title, summary } = isObject(about) ? about : {};
  return {
    title: typeof title === 'string' ? title : '',
    summary: typeof summary === 'string' ? summary : '',
  };
}

/** The comment at the head of a configuration: its first line is the title. */
function aboutCfg(text: string): Omit<Example, 'path'> {
  const lines = text.split('\n').map(line => line.trim());
  const end = lines.findIndex(line => !line.startsWith(';'));
  const [title = '', ...rest] = lines.slice(0, Math.max(0, end)).map(line => line.replace(/^;\s*/, ''));
  return { title, summary: rest.join(' ').trim() };
}
