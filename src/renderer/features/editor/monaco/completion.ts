import { API, apiOf, CHANNEL_FUNCTIONS, type ScriptLanguage } from '../../../../shared/script/api.ts';
import { t } from '../../../messages/translate.ts';
import { channelsOf, type EditorChannel } from '../../../model/editor-channels.ts';
import type { Model } from '../../../model/model.ts';
import { docOf, LANGUAGES } from './languages.ts';
import { monaco } from './monaco.ts';
import { SNIPPETS } from './snippets.ts';
import { resolveTypeScriptItem, type TypeScriptItem, typeScriptItems } from './typescript-completion.ts';

const { CompletionItemKind, CompletionItemInsertTextRule } = monaco.languages;
const FUNCTIONS = [...CHANNEL_FUNCTIONS].join('|');
/** A call of the API up to the cursor, inside the quotes of its channel. */
const IN_CHANNEL = new RegExp(`\\b(${FUNCTIONS})\\s*\\(?\\s*(["'\`])([^"'\`]*)$`);

/** Names of channels, functions and snippets as you type, in every language. */
export function registerCompletion(model: Model): monaco.IDisposable {
  return monaco.languages.registerCompletionItemProvider(LANGUAGES, {
    triggerCharacters: ['"', "'", '`', '.'],
    async provideCompletionItems(text, position) {
      const doc = docOf(model.editor.getState().docs, text);
      if (!doc) return { suggestions: [] };
      const line = text.getLineContent(position.lineNumber).slice(0, position.column - 1);
      const call = IN_CHANNEL.exec(line);
      if (call) return { suggestions: channelItems(model, doc.instance, call, position, text) };
      const isScript = doc.language === 'script';
      const inString = /["'`]$/.test(line);
      const own = inString ? [] : wordItems(doc.language, text, position, line);
      return { suggestions: [...own, ...(isScript ? await typeScriptItems(text, position) : [])] };
    },
    resolveCompletionItem: item => ('at' in item ? resolveTypeScriptItem(item as TypeScriptItem) : item),
  });
}

function channelItems(
  model: Model,
  instance: string,
  [, fn = '', quote = '', typed = '']: RegExpExecArray,
  position: monaco.Position,
  text: monaco.editor.ITextModel,
): monaco.languages.CompletionItem[] {
  const behind = text.getLineContent(position.lineNumber).slice(position.column - 1);
  const rest = /^[^"'`\s),]*/.exec(behind)?.[0] ?? '';
  // Monaco closes quotes as they are typed, but not always: in front of a word, or just after it was loaded.
  const close = behind[rest.length] === quote ? '' : quote;
  const range = new monaco.Range(
    position.lineNumber,
    position.column - typed.length,
    position.lineNumber,
    position.column + rest.length,
  );
  const sends = fn === 'output';
  return channelsOf(model, instance).map((one, order) => ({
    label: { label: one.name, description: describe(one) },
    kind: CompletionItemKind.Value,
    insertText: one.name + close,
    filterText: one.name,
    // Where the script sends, what it sends on comes first; where it reads, what comes in.
    sortText: `${sends === one.output ? 0 : 1}${String(order).padStart(5, '0')}`,
    range,
    detail: describe(one),
    documentation: { value: one.peers },
  }));
}

/** "Front wash · in and out · 0.512". */
export function describe({ title, input, output, value }: EditorChannel): string {
  const way = input && output ? t('editor.inOut') : input ? t('editor.in') : t('editor.out');
  return [title, way, Number.isNaN(value) ? '' : value.toFixed(3)].filter(Boolean).join(' · ');
}

function wordItems(
  language: ScriptLanguage,
  text: monaco.editor.ITextModel,
  position: monaco.Position,
  line: string,
): monaco.languages.CompletionItem[] {
  const word = text.getWordUntilPosition(position);
  const range = new monaco.Range(position.lineNumber, word.startColumn, position.lineNumber, word.endColumn);
  const member = /\.\w*$/.test(line);
  const api =
    language === 'script' || (member && !/\bmidimonster\.\w*$/.test(line)) ? [] : apiItems(language, range);
  return member ? api : [...api, ...snippetItems(language, range)];
}

function apiItems(language: ScriptLanguage, range: monaco.IRange): monaco.languages.CompletionItem[] {
  return apiOf(language).map(({ name, summary, signature }) => ({
    label: name,
    kind: CompletionItemKind.Function,
    insertText: name,
    detail: `${name}${signature[language] ?? ''}`,
    documentation: summary,
    range,
  }));
}

function snippetItems(language: ScriptLanguage, range: monaco.IRange): monaco.languages.CompletionItem[] {
  return SNIPPETS[language].map(({ prefix, title, body }) => ({
    label: prefix,
    kind: CompletionItemKind.Snippet,
    insertText: body,
    insertTextRules: CompletionItemInsertTextRule.InsertAsSnippet,
    detail: t(title),
    sortText: `~${prefix}`,
    range,
  }));
}

/** What a function of the API does, by its name. */
export function apiEntry(name: string) {
  return API.find(one => one.name === name);
}
