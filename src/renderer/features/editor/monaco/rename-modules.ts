import type { ScriptLanguage } from '../../../../shared/script/api.ts';
import type { ModuleEdit } from '../../../../shared/patch/operation.ts';
import type { ModuleFile } from '../../../../shared/script/requests.ts';
import { askScript } from '../../../model/editor-request.ts';
import { docKey } from '../../../model/editor-store.ts';
import type { Model } from '../../../model/model.ts';
import { handlerDefs } from '../source/channel-uses.ts';
import {
  channelReplacements,
  functionReplacements,
  type Replacement,
  replaceAll,
} from '../source/rename-text.ts';
import { languageOf, uriOf } from './languages.ts';
import { projectOf, renameSpans } from './typescript-project.ts';

interface Source {
  readonly file: ModuleFile;
  readonly text: string;
}

/** What a new name for a channel means for the modules of its script. */
export interface ModulePlan {
  readonly edits: readonly ModuleEdit[];
  /** Modules with changes that were not saved: they must be saved first. */
  readonly unsaved: readonly string[];
}

/** Find every place that names a channel: calls of the API, the handler's function, and what TypeScript knows. */
export async function planRename(
  model: Model,
  instance: string,
  language: ScriptLanguage,
  from: string,
  to: string,
): Promise<ModulePlan> {
  const sources = await readSources(model, instance);
  if (language === 'script') await projectOf(model).show(instance);
  const changes = new Map(
    sources.map(one => [uriOf(instance, one.file.path).toString(), [] as Replacement[]]),
  );
  for (const source of sources) {
    const own = changes.get(uriOf(instance, source.file.path).toString());
    const texts = channelReplacements(source.text, language, from, to);
    own?.push(...texts, ...functionChanges(source, language, from, to));
    if (language === 'script') await addTyped(changes, instance, source, from, to, texts[0]);
  }
  const edits = sources.flatMap(({ file: { path }, text: before }) => {
    const after = replaceAll(before, changes.get(uriOf(instance, path).toString()) ?? []);
    return after === before ? [] : [{ instance, path, before, after }];
  });
  const { docs } = model.editor.getState();
  const dirty = new Set(docs.filter(one => one.dirty).map(one => one.key));
  const unsaved = edits.map(one => one.path).filter(path => dirty.has(docKey(instance, path)));
  return { edits, unsaved };
}

async function readSources(model: Model, instance: string): Promise<readonly Source[]> {
  const files = await askScript(model.link, instance, 'files', {});
  const existing = files.filter(one => one.exists);
  return await Promise.all(
    existing.map(async file => {
      const { text } = await askScript(model.link, instance, 'read', { path: file.path });
      return { file, text };
    }),
  );
}

/** The function that a channel calls, with its uses in its module. */
function functionChanges(
  { file, text }: Source,
  language: ScriptLanguage,
  from: string,
  to: string,
): readonly Replacement[] {
  const [before, after] = [functionIn(file, language, from), functionIn(file, language, to)];
  if (before === undefined || after === undefined) return [];
  return functionReplacements(text, language, before, after);
}

function functionIn(file: ModuleFile, language: ScriptLanguage, channel: string): string | undefined {
  const prefix = language === 'lua' ? '' : `${file.module}.`;
  const name = channel.startsWith(prefix) ? channel.slice(prefix.length) : '';
  return /^[A-Za-z_]\w*$/.test(name) ? name : undefined;
}

/** Ask the language service from the first channel name and from the function: it follows types and imports. */
async function addTyped(
  changes: ReadonlyMap<string, Replacement[]>,
  instance: string,
  { file, text }: Source,
  from: string,
  to: string,
  literal: Replacement | undefined,
): Promise<void> {
  const uri = uriOf(instance, file.path);
  const language = languageOf(file.path);
  const [before, after] = [functionIn(file, 'script', from), functionIn(file, 'script', to)];
  const def = handlerDefs(text, 'script').find(one => one.name === before);
  const starts = [
    ...(literal ? [{ at: literal.start, to }] : []),
    ...(def && after !== undefined ? [{ at: def.start, to: after }] : []),
  ];
  for (const start of starts) {
    for (const span of await renameSpans(uri, language, start.at)) {
      changes.get(span.uri)?.push({ start: span.start, end: span.end, text: start.to });
    }
  }
}
