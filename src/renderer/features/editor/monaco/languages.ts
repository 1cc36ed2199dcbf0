import type { EditorDoc } from '../../../model/editor-store.ts';
import { monaco } from './monaco.ts';

/** Monaco's name for the language of a module. */
export function languageOf(path: string): string {
  if (path.endsWith('.py')) return 'python';
  if (path.endsWith('.lua')) return 'lua';
  return path.endsWith('.js') ? 'javascript' : 'typescript';
}

export const LANGUAGES = ['typescript', 'javascript', 'python', 'lua'];

export function uriOf(instance: string, path: string): monaco.Uri {
  return monaco.Uri.from({ scheme: 'file', path: `/${instance}/${path}` });
}

/** The open module behind a model of Monaco's. */
export function docOf(docs: readonly EditorDoc[], model: monaco.editor.ITextModel): EditorDoc | undefined {
  return docs.find(one => uriOf(one.instance, one.path).toString() === model.uri.toString());
}

export function rangeOf(model: monaco.editor.ITextModel, start: number, end: number): monaco.IRange {
  return monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end));
}
