import { useEffect, useRef } from 'react';
import { useModel } from '../../../model/use-model.ts';
import { Workbench } from './workbench.ts';

/** Where Monaco lives. The rest of the window loads without it. */
export function CodeArea() {
  const model = useModel();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!box.current) return;
    const workbench = new Workbench(model, box.current, () => backToCanvas(model.editor.getState().instance));
    return () => workbench.dispose();
  }, [model]);
  return <div ref={box} className="editor-code nokey" data-testid="editor-code" />;
}

/** Escape leaves the text for the node that it belongs to. */
function backToCanvas(instance: string | undefined): void {
  const node = document.querySelector<HTMLElement>(
    `.react-flow__node[data-id="${CSS.escape(instance ?? '')}"]`,
  );
  if (node) node.focus();
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
