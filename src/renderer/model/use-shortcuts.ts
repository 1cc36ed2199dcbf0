import { useEffect } from 'react';
import { runCommand } from './commands.ts';
import { openPatch } from './files.ts';
import { commandFor } from './keymap.ts';
import type { Model } from './model.ts';
import { useModel } from './use-model.ts';

/** Keys and the application menu run commands. */
export function useShortcuts(): void {
  const model = useModel();
  useEffect(() => {
    const press = (event: KeyboardEvent) => onPress(model, event);
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [model]);
  useEffect(
    () =>
      model.bridge?.onCommand((id, argument) => {
        if (id === 'file.openPath' && argument !== undefined) void openPatch(model, argument);
        else runCommand(model.commands, id);
      }),
    [model],
  );
}

function onPress(model: Model, event: KeyboardEvent): void {
  if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
  const command = commandFor(model.commands.getState().commands.values(), event);
  if (!command || !belongsToCanvas(event)) return;
  event.preventDefault();
  runCommand(model.commands, command.id);
}

/**
 * Keys that also mean something to a focused control stay with it: Tab walks on, arrows and Enter act. On the canvas,
 * or when nothing has the focus, they are commands.
 */
function belongsToCanvas(event: KeyboardEvent): boolean {
  if (!/^(Tab|Enter|Arrow\w+|Escape|Delete|Backspace)$/.test(event.key) || event.ctrlKey || event.metaKey)
    return true;
  const { target } = event;
  if (!(target instanceof HTMLElement) || target === document.body) return true;
  if (event.key === 'Escape' || event.key === 'Delete' || event.key === 'Backspace') return true;
  const inCanvas = target.closest('.canvas') !== null;
  return (
    inCanvas && !target.closest('button, input, [role=slider]') && !(event.key === 'Tab' && event.shiftKey)
  );
}
