import { monaco } from './monaco.ts';
import { serviceOf } from './typescript-project.ts';

interface Entry {
  readonly name: string;
  readonly kind: string;
  readonly sortText: string;
}
interface Part {
  readonly text: string;
}
interface Details {
  readonly displayParts?: readonly Part[];
  readonly documentation?: readonly Part[];
}

/** An entry that can tell more about itself when it is looked at. */
export interface TypeScriptItem extends monaco.languages.CompletionItem {
  readonly at: { readonly uri: monaco.Uri; readonly language: string; readonly offset: number };
}

const { CompletionItemKind } = monaco.languages;
const KINDS: Readonly<Record<string, monaco.languages.CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  function: CompletionItemKind.Function,
  method: CompletionItemKind.Method,
  const: CompletionItemKind.Variable,
  let: CompletionItemKind.Variable,
  var: CompletionItemKind.Variable,
  parameter: CompletionItemKind.Variable,
  property: CompletionItemKind.Field,
  getter: CompletionItemKind.Field,
  class: CompletionItemKind.Class,
  interface: CompletionItemKind.Interface,
  type: CompletionItemKind.Class,
  module: CompletionItemKind.Module,
  string: CompletionItemKind.Value,
};

/** What TypeScript itself proposes. */
export async function typeScriptItems(
  model: monaco.editor.ITextModel,
  position: monaco.Position,
): Promise<readonly TypeScriptItem[]> {
  const language = model.getLanguageId();
  const offset = model.getOffsetAt(position);
  const service = await serviceOf(model.uri, language);
  const found: unknown = await service.getCompletionsAtPosition(model.uri.toString(), offset);
  const { entries } = (found ?? { entries: [] }) as { entries: readonly Entry[] };
  const word = model.getWordUntilPosition(position);
  const range = new monaco.Range(position.lineNumber, word.startColumn, position.lineNumber, word.endColumn);
  return entries.map(({ name, kind, sortText }) => ({
    label: name,
    insertText: name,
    sortText,
    kind: KINDS[kind] ?? CompletionItemKind.Property,
    range,
    at: { uri: model.uri, language, offset },
  }));
}

/** Its type and its comment. */
export async function resolveTypeScriptItem(item: TypeScriptItem): Promise<TypeScriptItem> {
  const { uri, language, offset } = item.at;
  const service = await serviceOf(uri, language);
  const name = typeof item.label === 'string' ? item.label : item.label.label;
  const found: unknown = await service.getCompletionEntryDetails(uri.toString(), offset, name);
  if (!found) return item;
  const { displayParts, documentation } = found as Details;
  const join = (parts: readonly Part[] | undefined) => (parts ?? []).map(one => one.text).join('');
  return { ...item, detail: join(displayParts), documentation: { value: join(documentation) } };
}
