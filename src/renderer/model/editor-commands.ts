import { isScriptLanguage } from '../../shared/script/api.ts';
import { parseChannelRef } from '../../shared/signal/channel-ref.ts';
import type { Command } from './commands.ts';
import { openScript } from './editor-files.ts';
import type { Model } from './model.ts';

/** Is this instance a script, so that the editor can open it? */
export function isScript(model: Model, instance: string | undefined): boolean {
  const { instances } = model.patch.getState().document;
  return isScriptLanguage(instances.find(one => one.name === instance)?.backend ?? '');
}

/** Ask for another name for a channel of a script. False when the channel is none, or a range. */
export function askChannelRename(model: Model, ref: string): boolean {
  const parsed = parseChannelRef(ref);
  if (!parsed || ref.includes('{') || !isScript(model, parsed.instance)) return false;
  model.editor.setState({ rename: { instance: parsed.instance, channel: parsed.channel } });
  return true;
}

function focusedNode(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('.react-flow__node')?.dataset['id'];
}

export function editorCommands(model: Model): readonly Command[] {
  const chosen = () => {
    const { instances } = model.selection.getState();
    return instances.size === 1 ? [...instances][0] : focusedNode();
  };
  return [
    {
      id: 'script.edit',
      title: 'command.editScript',
      keys: ['Enter'],
      enabled: () => isScript(model, chosen()),
      run: () => void openScript(model, chosen() ?? ''),
    },
    {
      id: 'view.editor',
      title: 'command.toggleEditor',
      keys: ['Ctrl+\\'],
      everywhere: true,
      enabled: () => model.editor.getState().shown || lastScript(model, chosen()) !== undefined,
      run: () => {
        if (model.editor.getState().shown) model.editor.setState({ shown: false, wide: false });
        else void openScript(model, lastScript(model, chosen()) ?? '');
      },
    },
  ];
}

/** The chosen script, the one that was edited last, or the only one. */
function lastScript(model: Model, chosen: string | undefined): string | undefined {
  const { instances } = model.patch.getState().document;
  const scripts = instances.filter(one => isScriptLanguage(one.backend)).map(one => one.name);
  return [chosen, model.editor.getState().instance, scripts[0]].find(
    one => one !== undefined && scripts.includes(one),
  );
}
