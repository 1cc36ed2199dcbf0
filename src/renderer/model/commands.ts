import { createStore } from 'zustand/vanilla';
import type { MessageKey } from '../messages/translate.ts';

/** One thing a user can do: the same by key, by menu, by button and by the command palette. */
export interface Command {
  /** Stable, for key maps and the application menu: `edit.undo`. */
  readonly id: string;
  readonly title: MessageKey;
  /** As `Ctrl+Shift+Z`; Ctrl is the command key on a Mac. */
  readonly keys?: readonly string[];
  /** Also acts while a text field has the focus. */
  readonly everywhere?: boolean;
  /** False when it makes no sense now. */
  enabled?(): boolean;
  run(): void;
}

export type CommandStore = ReturnType<typeof createCommandStore>;

export function createCommandStore() {
  return createStore<{ readonly commands: ReadonlyMap<string, Command> }>(() => ({ commands: new Map() }));
}

/** Add commands; the answer takes them away again. */
export function registerCommands(store: CommandStore, commands: readonly Command[]): () => void {
  const change = (edit: (map: Map<string, Command>) => void) => {
    const map = new Map(store.getState().commands);
    edit(map);
    store.setState({ commands: map });
  };
  change(map => {
    for (const one of commands) map.set(one.id, one);
  });
  return () =>
    change(map => {
      for (const one of commands) if (map.get(one.id) === one) map.delete(one.id);
    });
}

/** Run a command by its id. False when there is none or it makes no sense now. */
export function runCommand(store: CommandStore, id: string): boolean {
  const command = store.getState().commands.get(id);
  if (!command || command.enabled?.() === false) return false;
  command.run();
  return true;
}
