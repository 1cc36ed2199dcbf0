import { createStore } from 'zustand/vanilla';

/** A question that blocks the rest. Only an answer to the user's own last action opens one. */
export interface Question {
  readonly title: string;
  readonly text: string;
  readonly choices: readonly {
    readonly id: string;
    readonly label: string;
    readonly tone: 'main' | 'plain' | 'danger';
  }[];
  answer(choice: string | undefined): void;
}

export interface WantedFile {
  readonly title: string;
  /** Without dots. */
  readonly extensions: readonly string[];
  /** The folder itself is wanted; its files only show what is in it. Holds the words of the button. */
  readonly folder?: string;
}

export interface FileRequest {
  readonly mode: 'open' | 'save';
  readonly suggested: string;
  /** What `open` looks for; a patch when absent. */
  readonly wanted?: WantedFile;
  answer(path: string | undefined): void;
}

/** The form of a source of the directory: of a new one when `name` is absent. */
export interface SourceRequest {
  readonly name?: string;
  /** The device that a new source is for. */
  readonly instance?: string;
}

export type DeskTab = 'entries' | 'phonebooks' | 'profiles' | 'displays';

export type SettingsPage = 'appearance' | 'remote';

export interface DialogsModel {
  readonly question: Question | undefined;
  readonly file: FileRequest | undefined;
  readonly palette: boolean;
  /** Quick add on the canvas, at a place in canvas coordinates. */
  readonly quickAdd: { readonly x: number; readonly y: number } | undefined;
  readonly learning: boolean;
  /** A wire is being drawn from the keyboard. */
  readonly wiring: boolean;
  readonly source: SourceRequest | undefined;
  readonly plugins: boolean;
  /** The settings, at one of their pages. */
  readonly settings: SettingsPage | undefined;
  /** The directory's desk, at one of its tabs. */
  readonly desk: DeskTab | undefined;
}

export type DialogsStore = ReturnType<typeof createDialogsStore>;

export function createDialogsStore() {
  return createStore<DialogsModel>(() => ({
    question: undefined,
    file: undefined,
    palette: false,
    quickAdd: undefined,
    learning: false,
    wiring: false,
    source: undefined,
    plugins: false,
    settings: undefined,
    desk: undefined,
  }));
}

/** Ask, and wait. Undefined when the user closed the question. */
export function ask(store: DialogsStore, question: Omit<Question, 'answer'>): Promise<string | undefined> {
  store.getState().question?.answer(undefined);
  return new Promise(resolve => {
    const answer = (choice: string | undefined) => {
      store.setState({ question: undefined });
      resolve(choice);
    };
    store.setState({ question: { ...question, answer } });
  });
}

/** Let the user choose a file of the engine's machine. */
export function askFile(
  store: DialogsStore,
  mode: FileRequest['mode'],
  suggested: string,
  wanted?: WantedFile,
): Promise<string | undefined> {
  store.getState().file?.answer(undefined);
  return new Promise(resolve => {
    const answer = (path: string | undefined) => {
      store.setState({ file: undefined });
      resolve(path);
    };
    store.setState({ file: { mode, suggested, ...(wanted && { wanted }), answer } });
  });
}
