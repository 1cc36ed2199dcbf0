/**
 * What the desktop shell puts on `window.crosspatch`; absent in a browser. The contract's port does not come through
 * here: `connect` makes the shell post it to the window as a message 'crosspatch:port'.
 */
export interface ShellBridge {
  readonly shell: 'electron';
  /** Ask for a new port to the engine. */
  connect(): void;
  /** The system's file dialog; undefined when the user closed it. */
  openDialog(): Promise<string | undefined>;
  /** The system's dialog for a new file name; `name` is the one it suggests. */
  saveDialog(name: string): Promise<string | undefined>;
  /** A command of the application menu was chosen, by the id of `model/commands`. Returns how to stop listening. */
  onCommand(listener: (command: string, argument?: string) => void): () => void;
}

declare global {
  interface Window {
    readonly crosspatch?: ShellBridge;
  }
}

/** The desktop shell, where there is one. */
export function shellBridge(): ShellBridge | undefined {
  return window.crosspatch;
}
