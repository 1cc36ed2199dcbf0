import type { Problem } from '../../../../shared/error/problem.ts';
import type { EditorDoc } from '../../../model/editor-store.ts';
import type { Model } from '../../../model/model.ts';
import { uriOf } from './languages.ts';
import { monaco } from './monaco.ts';

const OWNER = 'crosspatch';

/** What the running script complains of, at the lines it complains about. */
export function followProblems(model: Model): () => void {
  const show = () => {
    const { byInstance } = model.problems.getState();
    for (const doc of model.editor.getState().docs) {
      const text = monaco.editor.getModel(uriOf(doc.instance, doc.path));
      if (!text) continue;
      const markers = (byInstance.get(doc.instance) ?? []).flatMap(one => markerOf(one, doc, text));
      monaco.editor.setModelMarkers(text, OWNER, markers);
    }
  };
  show();
  const stops = [
    model.problems.subscribe(show),
    model.editor.subscribe((state, before) => {
      if (state.current !== before.current) show();
    }),
  ];
  return () => stops.forEach(stop => stop());
}

function markerOf(
  { place, message, help, severity, code }: Problem,
  doc: EditorDoc,
  text: monaco.editor.ITextModel,
): monaco.editor.IMarkerData[] {
  if (place.kind !== 'module' || place.file !== doc.path) return [];
  const line = Math.min(Math.max(1, place.line ?? 1), text.getLineCount());
  const first = Math.max(1, text.getLineFirstNonWhitespaceColumn(line));
  const last = text.getLineMaxColumn(line);
  const column = place.column !== undefined && place.column < last ? place.column : first;
  return [
    {
      severity: severity === 'error' ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
      message: `${message}${help === '' ? '' : `\n${help}`}`,
      source: code,
      startLineNumber: line,
      startColumn: column,
      endLineNumber: line,
      endColumn: Math.max(last, column + 1),
    },
  ];
}
